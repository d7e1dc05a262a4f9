namespace Mill.Chaos.Disk;

/// <summary>Disks that fill up, vanish, turn read-only or slow, and clocks that jump: what was promised, and what is seen.</summary>
sealed class DiskPart(Trial trial)
{
    static readonly (string What, string Promise, Func<DiskPart, string> Do)[] s_cases =
    [
        .. FullDisk.Cases, .. LostDisk.Cases, .. OddDisk.Cases, .. Jumps.Cases, .. Others.Cases,
    ];

    /// <summary>The trial.</summary>
    public Trial Trial => trial;

    /// <summary>Carries the part; <c>--count N</c> does the Nth case alone.</summary>
    public static void Carry(Trial trial)
    {
        var part = new DiskPart(trial);
        foreach (var (one, number) in s_cases.Select((one, number) => (one, number + 1)))
            if (trial.Count is not { } only || only == number) part.Carry(one.What, one.Promise, one.Do);
    }

    void Carry(string what, string promise, Func<DiskPart, string> act)
    {
        try { trial.Tell(what, promise, act(this)); }
        catch (LeftOut left) { trial.Tell(what, promise, $"left out: {left.Message}"); }
        catch (Exception e) when (e is not OutOfMemoryException) { trial.Fault($"{what}: {e.Message}"); }
    }

    /// <summary>A fault unless it holds; says whether it does.</summary>
    public bool Must(bool holds, string what)
    {
        trial.Must(holds, what);
        return holds;
    }

    /// <summary>Everything that is wrong with a home, whose runs are over, as faults.</summary>
    public void Audit(TestHome home, string where)
    {
        var before = Trees.Hash(home.Home);
        var again = home.Client.RepairAll().ToArray();
        Must(again.Length == 0, $"{where}: a repair found {again.FirstOrDefault()?.Verdict}: {again.FirstOrDefault()?.Reason}");
        Must(Trees.Hash(home.Home) == before, $"{where}: a repair changed something");
        foreach (var fault in Tests.Harness.Audit.OfHome(home)) trial.Fault($"{where}: {fault}");
    }

    /// <summary>A fault unless a run came to that.</summary>
    public string Outcome(TestHome home, RunId id, string expected, string where)
    {
        var outcome = Tests.Harness.Audit.Outcome(home.Read(id.Text, "run.json"));
        Must(outcome == expected, $"{where}: it came to {outcome}");
        return outcome;
    }
}
