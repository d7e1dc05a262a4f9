using System.Text.Json;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Liveness;

namespace Mill.Chaos.Fuzz;

/// <summary>The verbs that read, and what none of them may say of a run whose worker is not there.</summary>
static class Reads
{
    static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(5);

    /// <summary>Each of them; what it returns is a fault, null where there is none.</summary>
    public static readonly (string Name, Func<MillClient, RunId, Random, string?> Do)[] All =
    [
        ("get", (mill, id, _) => Judge(mill.Get(id))),
        ("list", (mill, _, chance) => mill.List(new RunFilter { Active = chance.Next(2) == 0, Tree = chance.Next(2) == 0 }, warn: _ => { }).ToList() is var runs && Shown(runs) ? First(runs.Select(Judge)) : null),
        ("inspect", (mill, id, _) => mill.Inspect(id) is var all && all.Verdict.Name == "alive" ? $"called alive: {all.Verdict.Why}" : Judge(all.Run)),
        ("examine", (mill, id, _) => VerdictTable.Decide(mill.Examine(id), RepairLimits.Usual) is { Name: "alive" } verdict ? $"called alive: {verdict.Why}" : null),
        ("log", (mill, id, chance) => Some(mill.ReadLog(id, new LogRequest { Last = chance.Next(2) == 0 ? chance.Next(30) : null }))),
        ("objects", (mill, id, _) => Some(mill.ReadObjects(id))),
        ("watch", Watch),
        ("wait", (mill, id, _) => Judge(mill.Wait(id, TimeSpan.Zero))),
        ("attend", (mill, id, _) => First(mill.Attend(id, TimeSpan.Zero).Select(Judge))),
        ("repair --dry-run", (mill, id, chance) => Said(mill.Repair(id, new RepairRequest { DryRun = true, Force = chance.Next(2) == 0 }))),
        ("repair --all --dry-run", (mill, _, _) => First(mill.RepairAll(new RepairRequest { DryRun = true }, warn: _ => { }).Select(Said))),
        ("resume --dry-run", (mill, id, chance) => mill.Resume(id, new ResumeRequest { DryRun = true, Tasks = chance.Next(3) == 0 ? ["main"] : [] }) is null ? "said nothing" : null),
        ("sweep --dry-run", (mill, _, _) => Some(mill.Sweep(new SweepRequest { DryRun = true, Keep = 0, LogMaxBytes = 0 }))),
        ("queues", (mill, _, _) => First(mill.Queues().Select(queue => QueuePage.Of(queue) is { Length: > 0 } ? null : "an empty page"))),
        ("queue", (mill, _, _) => mill.Queue("q") is { } queue && MillJson.Text(queue, Forms.Of).Length > 0 ? null : "nothing"),
        ("config", (mill, _, _) => Some(mill.Config(mill.Home))),
        ("templates", (mill, _, _) => Some(mill.Templates(mill.Home))),
        ("find", (mill, id, chance) => Some(mill.Find(chance.Next(2) == 0 ? id.LastFour : id.Text[..8]).Text)),
    ];

    /// <summary>What is wrong with how a run is shown; null where nothing is.</summary>
    public static string? Judge(Run run)
    {
        var page = new RunPage(DateTimeOffset.UtcNow, default).Of(run);
        if (page.Length == 0 || MillJson.Text(run, Forms.Of).Length == 0) return "an empty page";
        return run switch
        {
            { EffectiveStatus: EffectiveStatus.Pending, Health: Health.Healthy } when run.HealthReason?.StartsWith("waits", StringComparison.Ordinal) == true => null,
            { Health: Health.Healthy or Health.Quiet or Health.Stale } => $"shown as {run.EffectiveStatus} and {run.Health} ({run.HealthReason}), and its worker is not there",
            { EffectiveStatus: EffectiveStatus.Running or EffectiveStatus.Waiting or EffectiveStatus.Ending, Health: not Health.Unknown } => $"shown as {run.EffectiveStatus} ({run.Health}), and its worker is not there",
            _ => null,
        };
    }

    static bool Shown(IReadOnlyList<Run> runs) => new RunTable(DateTimeOffset.UtcNow, 100, default).Of(runs) is not null;

    static string? Said(RepairOutcome outcome) =>
        Sentences.Repaired(outcome).Length == 0 || MillJson.Text(outcome, Forms.Of).Length == 0 ? "an empty page"
        : outcome.Verdict == "alive" ? $"called alive: {outcome.Reason}" : null;

    static string? Watch(MillClient mill, RunId id, Random chance)
    {
        using var stop = new CancellationTokenSource(s_moment);
        foreach (var item in mill.Watch(id, new WatchRequest { Tail = chance.Next(2) == 0 ? chance.Next(5) : null }, stop.Token))
            if (item.Event is { } one && EventText.Of(one).Length == 0) return "an empty line";
        return null;
    }

    // A log may be a gigabyte long.
    static string? Some<T>(IEnumerable<T> items)
    {
        foreach (var _ in items.Take(200)) { }
        return null;
    }

    static string? First(IEnumerable<string?> faults) => faults.FirstOrDefault(fault => fault is not null);
}
