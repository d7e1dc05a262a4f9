namespace Mill.Chaos.Crashes;

/// <summary>What a repair may be at when it is ended: each kind of damage, and all of them in one home.</summary>
static class Damages
{
    static readonly (string Name, Action<Ground> Make, string[] Outcomes)[] s_kinds =
    [
        ("a lost run", static g => g.Kill(g.Client.Launch(g.Script("sleep 600 & sleep 600"))), ["failed worker-lost"]),
        ("a run whose starter was gone", static g => g.Caller("-start.life-lock", "start", "--", "true"), ["failed early-exit"]),
        ("a marker without a run", static g => g.Caller("-start.marked", "start", "--", "true"), []),
        ("half an end", static g => Under(g, "-end.result", g.Script("sleep 600 & exit 3")), ["failed exit"]),
        ("an end that is not tidy", static g => Under(g, "-worker.leaving", g.Script("sleep 600 & exit 3")), ["failed exit"]),
        ("a stop that was recorded", static g => Stopped(g), ["cancelled cancelled"]),
        ("a plan whose tasks are over", static g => Under(g, "-worker.locked-to-end", g.Script("exit 3") with { Retry = new RetryPolicy { Attempts = 2, DelayMs = 1 } }),
            ["failed worker-lost", "failed dead-letter", "failed exit"]),
        ("a damaged snapshot", static g => Write(g, "run.json", "{"), ["failed exit"]),
        ("a lost log", static g => File.Delete(Ended(g, "events.ndjson")), ["failed exit"]),
        ("a damaged log", static g => Write(g, "events.ndjson", "what?\n"), ["failed exit"]),
        ("a torn log", static g => File.AppendAllText(Ended(g, "events.ndjson"), "{\"schemaVersion\":1,\"runId\":"), ["failed exit"]),
        ("a lost result", static g => File.Delete(Ended(g, "result.json")), ["failed exit"]),
        ("a resume that was committed", static g =>
        {
            var id = g.RunToEnd("exit 3");
            g.Settle();
            g.Caller("-resume.committed", "resume", id.Text);
        }, ["failed early-exit"]),
        ("a lost run in a queue", static g =>
        {
            g.Kill(g.Client.Launch(g.Script("sleep 600") with { Queue = "q" }));
            g.Client.Launch(g.Script(Ground.Ran) with { Queue = "q" });
        }, ["failed worker-lost", "complete exit"]),
        ("a lost run that waits", static g =>
        {
            var id = g.Client.Launch(g.Script("mill ask 'Well?'"));
            g.UntilAsked();
            g.Kill(id);
        }, ["failed worker-lost"]),
    ];

    /// <summary>Each of them.</summary>
    public static IEnumerable<Scenario> All =>
    [
        .. s_kinds.Select(kind => new Scenario($"repair of {kind.Name}", Repair, kind.Outcomes) { Prepare = g => Make(g, kind.Make) }),
    ];

    static void Make(Ground g, Action<Ground> make)
    {
        make(g);
        g.Age();
    }

    static void Under(Ground g, string step, StartRequest request)
    {
        g.StartUnder(step, request);
        g.Settle();
    }

    static void Repair(Ground g, string step) => g.Caller(step, "repair", "--all");

    static void Stopped(Ground g)
    {
        var id = g.Client.Launch(g.Script("sleep 600"));
        g.Kill(id);
        g.Caller("-cancel.recorded", "stop", id.Text);
    }

    static string Ended(Ground g, string name)
    {
        var id = g.RunToEnd("exit 3");
        g.Settle();
        return g.Home.FileOf(id.Text, name);
    }

    static void Write(Ground g, string name, string text) => File.WriteAllText(Ended(g, name), text);
}
