namespace Mill.Chaos.Soak;

/// <summary>Kills of workers, of processes, and of whatever <c>mill</c> is under way.</summary>
sealed class Kills(World world, Random chance)
{
    public (int, string, Action)[] Acts =>
    [
        (5, "kill a worker", () => Kill(IsWorker)),
        (5, "kill a process", () => Kill(line => !IsWorker(line) && !IsMill(line))),
        (4, "kill a mill", () => Kill(line => IsMill(line) && !IsWorker(line))),
        (1, "hold up a worker", () => HoldUp(IsWorker)),
    ];

    static bool IsWorker(string[] line) => line.Contains("_worker");

    static bool IsMill(string[] line) => line.Length > 0 && Path.GetFileName(line[0]) == "mill";

    void Kill(Func<string[], bool> which)
    {
        if (Choose(which) is { } one) Libc.Signal(one.Pid, Libc.Kill);
    }

    // Stopped for a while, as a debugger or a busy machine does it.
    void HoldUp(Func<string[], bool> which)
    {
        if (Choose(which) is not { } one) return;
        Libc.Signal(one.Pid, Libc.Stop);
        Thread.Sleep(chance.Next(1500));
        if (ProcFs.Look(one.Pid)?.StartTime == one.StartTime) Libc.Signal(one.Pid, Libc.Cont);
    }

    ProcStat? Choose(Func<string[], bool> which)
    {
        var all = world.Home.Processes().Where(one => which(ProcFs.CommandLine(one.Pid))).ToArray();
        if (all.Length == 0) return null;
        var one = all[chance.Next(all.Length)];
        // Remembered before: whatever becomes of the run may come from this.
        if (RunOf(one.Pid) is { } id) world.Ledger.Of(id).Touch();
        return ProcFs.Look(one.Pid)?.StartTime == one.StartTime ? one : null;
    }

    /// <summary>The run that a process belongs to, by its marks; null where it has none.</summary>
    public static string? RunOf(int pid) =>
        ProcFs.Environment(pid).FirstOrDefault(variable => variable.StartsWith("MILL_RUN_ID=", StringComparison.Ordinal))?["MILL_RUN_ID=".Length..]
        ?? ProcFs.CommandLine(pid).SkipWhile(word => word != "--run-id").Skip(1).FirstOrDefault();
}
