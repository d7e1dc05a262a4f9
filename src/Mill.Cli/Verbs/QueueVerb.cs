using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Queue;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill queue</c>.</summary>
internal static class QueueVerb
{
    static readonly string[] s_words = ["ls", "set", "rm"];
    static readonly Option s_parallel = new("parallel", "N", "set: how many of its runs may run at once, or unlimited");
    static readonly Option s_pause = new("pause", null, "set: start nothing of it for now");
    static readonly Option s_resume = new("resume", null, "set: start its runs again");

    public static readonly Option[] Options = [s_parallel, s_pause, s_resume];

    public static readonly string[] Examples =
    [
        "mill queue ls",
        "mill queue set build --parallel 3",
        "mill queue set build --pause",
        "mill queue rm build",
    ];

    public static int Act(Call call) => (call.Line.Words[0], call.Line.Words.Count) switch
    {
        ("ls" or "list", 1) => List(call),
        ("ls" or "list", _) => throw new UsageException($"mill queue ls cannot do anything with '{call.Line.Words[1]}'.", call.Line.Verb, call.Line.Words[1]),
        ("set" or "rm" or "remove", 1) => throw new UsageException($"Say which: mill queue {call.Line.Words[0]} NAME.", call.Line.Verb),
        ("set", _) => Set(call, call.Line.Words[1]),
        ("rm" or "remove", _) => Remove(call, call.Line.Words[1]),
        (var word, _) => throw new UsageException($"mill queue has no '{word}'.{Nearest.Suggestion(word, s_words, "mill queue ")}", call.Line.Verb, word),
    };

    /// <summary>What a line asks a queue to be set to.</summary>
    public static QueueRequest Request(ParsedLine line)
    {
        if (line.Has(s_pause) && line.Has(s_resume)) throw new UsageException("--pause and --resume cannot both be meant.", line.Verb);
        if (!Asks(line)) throw new UsageException("Say what: --parallel N, --pause or --resume.", line.Verb);
        var parallel = line.One(s_parallel) is { } text ? Parallel(line, text) : null;
        return new QueueRequest
        {
            Parallel  = parallel,
            Unlimited = line.Has(s_parallel) && parallel is null,
            Paused    = line.Has(s_pause) ? true : line.Has(s_resume) ? false : null,
        };
    }

    static bool Asks(ParsedLine line) => Options.Any(line.Has);

    static int? Parallel(ParsedLine line, string text)
    {
        try { return QueueCheck.ReadParallel(text); }
        catch (MillException refused) when (refused.Code == MillError.BadValue) { throw line.Bad(s_parallel, refused.Message, text); }
    }

    static int List(Call call)
    {
        Plain(call);
        var queues = call.Client.Queues().ToArray();
        if (call.Json) call.Output.JsonArray(queues, Forms.Of);
        else if (queues.Length == 0) call.Output.Err("No queues.\n");
        else call.Output.Out(string.Join('\n', queues.Select(QueuePage.Of)));
        return Exit.Ok;
    }

    static int Set(Call call, string name)
    {
        var queue = call.Client.SetQueue(name, Request(call.Line));
        if (call.Json) call.Output.Json(queue, Forms.Of);
        else call.Output.Out(QueuePage.Title(queue) + "\n");
        return Exit.Ok;
    }

    static int Remove(Call call, string name)
    {
        Plain(call);
        call.Client.RemoveQueue(name);
        if (call.Json) call.Output.Json(new QueueRemoval(name, true), Forms.Of);
        else call.Output.Out($"{name}  removed\n");
        return Exit.Ok;
    }

    static void Plain(Call call)
    {
        if (Asks(call.Line)) throw new UsageException($"--parallel, --pause and --resume are for mill queue set, not for mill queue {call.Line.Words[0]}.", call.Line.Verb);
    }
}
