using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill watch</c>.</summary>
internal static class WatchVerb
{
    static readonly string[] s_channels = ["all", "events", "io"];
    static readonly Option s_channel = new("channel", "WHAT", "events, io (what the process prints) or all (as without it)");

    public static readonly Option[] Options = [s_channel];

    public static readonly string[] Examples =
    [
        "mill watch abcd",
        "mill watch abcd --channel events --json | jq -r .event.type",
    ];

    public static int Act(Call call)
    {
        var request = Request(call.Line);
        var id = call.First();
        return Attached.To(call, $"mill watch {id}", stop =>
        {
            Show(call, id, request, stop);
            var run = call.Client.Get(id);
            call.Output.Err(Sentences.Summary(run, call.Output.ErrPaint) + "\n");
            return Exit.Of(run);
        });
    }

    /// <summary>What a line asks for.</summary>
    public static WatchRequest Request(ParsedLine line) => (line.One(s_channel) ?? "all") switch
    {
        "all" => new WatchRequest(),
        "events" => new WatchRequest { Io = false },
        "io" => new WatchRequest { Events = false },
        { } word => throw line.Bad(s_channel, $"'{word}' is no channel (events, io, all).{Nearest.Suggestion(word, s_channels)}", word),
    };

    /// <summary>Shows everything until the watch is over.</summary>
    public static void Show(Call call, RunId id, WatchRequest request, CancellationToken stop)
    {
        var (asked, isPlan) = (new AskedOnce(call), call.Client.Get(id).Plan is not null);
        foreach (var item in call.Client.Watch(id, request with { Events = true }, stop))
        {
            if (item.Event is { Type: EventTypes.RunWaiting }) asked.Tell(call.Client.Get(id));
            if (item.Event is not null && !request.Events) continue;
            if (call.Json) call.Output.Json(item, Forms.Of);
            else Say(call.Output, item, isPlan ? $"{item.Spawn} | " : "");
        }
        // The stream just ends when it is cancelled; the person who left is to be told.
        stop.ThrowIfCancellationRequested();
    }

    static void Say(Output output, WatchItem item, string whose)
    {
        if (item.Event is { } seen) output.Out(output.OutPaint.Aside(EventText.Of(seen)) + "\n");
        else if (item.Channel == "out") output.Out(whose + item.Line + "\n");
        else if (item.Channel == "err") output.Err(whose + item.Line + "\n");
        else if (item.Line is { } note) output.Tell(note);
    }
}
