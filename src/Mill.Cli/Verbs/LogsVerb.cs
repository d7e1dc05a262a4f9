using System.Text;
using Mill.Cli.Options;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill logs</c>.</summary>
internal static class LogsVerb
{
    static readonly Option s_follow = new("follow", null, "go on until the run is over") { Letter = 'f' };
    static readonly Option s_lines = new("lines", "N", "only the last so many lines of each stream") { Letter = 'n' };
    static readonly Option s_out = new("out", null, "only standard output");
    static readonly Option s_err = new("err", null, "only standard error, to standard output");
    static readonly Option s_task = new("task", "NAME", "of this task");

    public static readonly Option[] Options = [s_follow, s_lines, s_out, s_err, s_task];

    public static readonly string[] Examples =
    [
        "mill logs abcd -n 50",
        "mill logs -f abcd",
        "mill logs abcd --err | grep -i warning",
    ];

    public static int Act(Call call)
    {
        var request = Request(call.Line);
        var id = call.First();
        if (request.Follow) return Attached.To(call, $"mill logs -f {id}", stop => Show(call, id, request, stop));
        return Show(call, id, request, CancellationToken.None);
    }

    /// <summary>What a line asks for; both streams named is the same as none.</summary>
    public static LogRequest Request(ParsedLine line) => new()
    {
        Out    = line.Has(s_out) || !line.Has(s_err),
        Err    = line.Has(s_err) || !line.Has(s_out),
        Last   = line.Count(s_lines, 0),
        Follow = line.Has(s_follow),
        Task   = line.One(s_task),
    };

    /// <summary>Hands on what the process wrote, each stream to its own unless only one is wanted.</summary>
    public static int Show(Call call, RunId id, LogRequest request, CancellationToken stop)
    {
        var any = false;
        var objects = new LineObjects(call.Output);
        foreach (var chunk in call.Client.ReadLog(id, request, stop))
        {
            any = true;
            if (chunk.CutBytes > 0) call.Output.Tell(
                $"{Sizes.Say(chunk.CutBytes)} of {(chunk.IsErr ? "standard error" : "standard output")} are missing here, for logs are kept up to a cap and for a while.");
            if (call.Json) objects.Tell(chunk);
            else if (chunk.IsErr && request.Out) call.Output.Err(chunk.Bytes.Span);
            else call.Output.Out(chunk.Bytes.Span);
        }
        // The stream just ends when it is cancelled; the person who left is to be told.
        stop.ThrowIfCancellationRequested();
        if (!any && call.Client.HasLostLog(id, request.Task))
            call.Output.Tell($"The logs of run {id} are gone, for logs are kept up to a cap and for a while; its last lines were not kept.");
        return Exit.Ok;
    }

    /// <summary>Tells lines as objects. The line end that sets one attempt's lines off from another's is the end of a line that was told already.</summary>
    internal sealed class LineObjects(Output output)
    {
        bool _isOutBegun, _isErrBegun;

        /// <summary>The lines of a stretch, one object each.</summary>
        public void Tell(LogChunk chunk)
        {
            if (chunk.Bytes.IsEmpty) return;
            ref var isBegun = ref chunk.IsErr ? ref _isErrBegun : ref _isOutBegun;
            var bytes = chunk.Bytes.Span;
            if (isBegun && chunk.CutBytes == 0 && bytes[0] == '\n') bytes = bytes[1..];
            isBegun = chunk.Bytes.Span[^1] != '\n';
            while (!bytes.IsEmpty)
            {
                var end = bytes.IndexOf((byte)'\n');
                var line = end < 0 ? bytes : bytes[..end];
                bytes = end < 0 ? [] : bytes[(end + 1)..];
                if (line is [.., (byte)'\r']) line = line[..^1];
                output.Json(new LogLine(chunk.IsErr ? "err" : "out", Encoding.UTF8.GetString(line)), Forms.Of);
            }
        }
    }
}
