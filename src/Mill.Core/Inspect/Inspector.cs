using Mill.Cancel;
using Mill.Liveness;
using Mill.Logs;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Inspect;

/// <summary>Looks at everything of one run. Reads only.</summary>
internal sealed class Inspector(RunFolder folder)
{
    const int Lines = 10, LongestTail = 4_000;

    readonly IPlatform _platform = folder.Platform;

    /// <summary>Looks.</summary>
    public Inspection Look()
    {
        var record = folder.Require();
        var seen = new EvidenceCollector(folder).Collect();
        var last = LastSpawn(record);
        return new Inspection
        {
            Run = Viewer.WithResult(folder, record, Viewer.View(folder, record, seen)),
            Spec = record.Spec,
            Evidence = seen,
            Verdict = VerdictTable.Decide(seen, RepairLimits.Usual),
            Processes = Processes(record, seen),
            LastOut = LastLinesOf(folder.OutOf(last), Kept(last)?.Out),
            LastErr = LastLinesOf(folder.ErrOf(last), Kept(last)?.Err),
            Cleanup = folder.ReadCleanup().Value is { } told && told.Generation == record.Generation ? told : null,
        };
    }

    RunProcess[] Processes(RunRecord record, Evidence seen)
    {
        var worker = Worker(seen);
        var tree = new RunTree(folder);
        IReadOnlyList<ProcessFacts> found = worker is null ? tree.Orphans(record) : [worker, .. tree.Below(worker.Identity.Pid)];
        return [.. ProcessTree.Order(found).Select(one => Of(one.Process, one.Depth, one.Process == worker))];
    }

    ProcessFacts? Worker(Evidence seen) =>
        seen is { Life: Sign.Yes, Worker: { } worker } && _platform.Processes.Look(worker.Pid) is { } facts && facts.Identity == worker ? facts : null;

    RunProcess Of(ProcessFacts process, int depth, bool isWorker) => new()
    {
        Pid = process.Identity.Pid,
        StartTime = process.Identity.StartTime,
        ParentPid = process.ParentPid,
        Depth = depth,
        Name = process.Name,
        IsWorker = isWorker,
        State = ProcessTree.State(process.State),
        MemoryBytes = process.ResidentBytes,
        StartedAt = _platform.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(Math.Max(0, _platform.BootMs() - process.StartedAtBootMs)),
    };

    static SpawnId LastSpawn(RunRecord record)
    {
        if (record.Tasks.Count == 0) return new(SpawnId.MainTask, 1);
        var task = RunLogs.Task(record);
        return new(task.Name, Math.Max(1, task.Attempts));
    }

    SpawnResult? Kept(SpawnId spawn) => folder.ReadResult().Value?.Spawns.LastOrDefault(one => one.SpawnId == spawn.ToString());

    // The logs themselves are swept; their last lines stay with the result.
    string[] LastLinesOf(string log, StreamResult? kept)
    {
        var text = (LastLines.Of(_platform.Files, log, Lines, LongestTail) ?? kept?.Last)?.Text ?? "";
        return [.. text.TrimEnd('\n').Split('\n').Where(_ => text.Length > 0).Select(line => line.TrimEnd('\r')).TakeLast(Lines)];
    }
}
