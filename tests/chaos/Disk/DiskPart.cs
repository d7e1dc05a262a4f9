using System.Collections.Concurrent;

namespace Mill.Chaos.Disk;

/// <summary>Disks that fill up, vanish, turn read-only or slow, and clocks that jump: what was promised, and what is seen.</summary>
sealed class DiskPart(Trial trial)
{
    const int AtOnce = 4;

    // The last one changes what the whole machine says of itself: it is done when the others are over.
    static readonly (string What, string Promise, Func<DiskPart, string> Do)[] s_cases =
    [
        .. FullDisk.Cases, .. LostDisk.Cases, .. OddDisk.Cases, .. Jumps.Cases, .. Others.Cases, Jumps.Restart,
    ];

    /// <summary>The trial.</summary>
    public Trial Trial => trial;

    /// <summary>Carries the part, a few cases at once, since most of them wait; <c>--count N</c> does the Nth case alone.</summary>
    public static void Carry(Trial trial)
    {
        var (part, told) = (new DiskPart(trial), new string?[s_cases.Length]);
        var places = Enumerable.Range(0, s_cases.Length).Where(place => trial.Count is not { } only || only == place + 1).ToArray();
        Parallel.ForEach(Partitioner.Create(places.Where(place => place < s_cases.Length - 1), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, place => told[place] = part.Try(place));
        if (places.Contains(s_cases.Length - 1)) told[^1] = part.Try(s_cases.Length - 1);
        foreach (var place in places)
            if (told[place] is { } measured) trial.Tell(s_cases[place].What, s_cases[place].Promise, measured);
    }

    // Null where it has failed.
    string? Try(int place)
    {
        try
        {
            return s_cases[place].Do(this);
        }
        catch (LeftOut left)
        {
            return $"left out: {left.Message}";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            trial.Fault($"{s_cases[place].What}: {e.Message}");
            return null;
        }
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
