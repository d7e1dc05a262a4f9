using Mill.Liveness;

namespace Mill.Chaos.Fuzz;

/// <summary>The verbs that write: each refuses, or leaves something that adds up.</summary>
static class Writes
{
    /// <summary>Each of them, and whether it may launch something; what it returns is a fault, null where there is none.</summary>
    public static readonly (string Name, bool Launches, Func<MillClient, RunId, Random, string?> Do)[] All =
    [
        ("repair", false, Repair),
        ("repair --force", false, (mill, id, _) => Settled(mill, id, mill.Repair(id, new RepairRequest { Force = true, StaleGrace = TimeSpan.Zero }))),
        ("repair --all", false, (mill, id, _) => mill.RepairAll(warn: _ => { }).ToList().Where(one => one.Id == id.Text).Select(one => Settled(mill, id, one)).FirstOrDefault()),
        ("stop", false, Stop),
        ("stop --force", false, (mill, id, _) => Ended(mill, id, mill.Stop(id, new StopRequest { Force = true, Grace = TimeSpan.FromMilliseconds(50) }))),
        ("resume", true, (mill, id, _) => mill.Resume(id).Run is { } run ? mill.Wait(id, TimeSpan.FromSeconds(20)).EffectiveStatus is var status && status < EffectiveStatus.Complete ? $"resumed, and {status}" : null : "resumed, and nothing"),
        ("rm", false, (mill, id, _) => Gone(mill, id, force: false)),
        ("rm --force", false, (mill, id, _) => Gone(mill, id, force: true)),
        ("sweep", false, (mill, _, _) => mill.Sweep(new SweepRequest { Keep = 0, LogMaxBytes = 0, LogRetention = TimeSpan.Zero }).Any(one => one.Id is null) ? "a nameless run" : null),
        ("answer", false, (mill, id, _) => mill.Answer(id, new AnswerRequest { Answer = "yes" }) is { Answer: "yes" } ? null : "another answer"),
        ("note", false, (mill, id, chance) => Noted(mill, id, $"n{chance.Next()}")),
        ("queue set", true, (mill, _, chance) => mill.SetQueue("q", new QueueRequest { Parallel = 1 + chance.Next(3) }) is null ? "nothing" : null),
        ("queue rm", false, (mill, _, _) =>
        {
            mill.RemoveQueue("q");
            return null;
        }),
    ];

    static string? Repair(MillClient mill, RunId id, Random chance) => Settled(mill, id, mill.Repair(id));

    static string? Stop(MillClient mill, RunId id, Random chance) => Ended(mill, id, mill.Stop(id, new StopRequest { Reason = "by chance" }));

    // What was repaired has nothing left to be repaired.
    static string? Settled(MillClient mill, RunId id, RepairOutcome done)
    {
        if (!done.Repaired) return null;
        var again = mill.Repair(id, new RepairRequest { DryRun = true });
        return again.Action == "none" ? null : $"repaired ({done.Verdict}: {done.Reason}), and then to be repaired again ({again.Verdict}: {again.Reason})";
    }

    static string? Ended(MillClient mill, RunId id, StopOutcome stopped)
    {
        var run = mill.Get(id);
        return run.EffectiveStatus.IsEnd() && !run.Mismatch && run.Status == stopped.Status
            ? null : $"stopped ({stopped.Status}), and then {run.Status}, {run.EffectiveStatus} ({run.HealthReason})";
    }

    static string? Gone(MillClient mill, RunId id, bool force)
    {
        mill.Remove(id, force);
        return Directory.Exists(Path.Combine(mill.Home, "runs", id.Text)) || Path.Exists(Path.Combine(mill.Home, "active", id.Text)) ? "removed, and still there" : null;
    }

    static string? Noted(MillClient mill, RunId id, string text)
    {
        mill.Note(new NoteRequest { Text = text, Run = id });
        return mill.Get(id) is { } run && run.Note == text ? null : "a note that is not there";
    }
}
