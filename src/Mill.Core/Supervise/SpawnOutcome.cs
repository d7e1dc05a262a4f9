using Mill.Platform;
using Mill.Runs;

namespace Mill.Supervise;

/// <summary>What the end of a process means; a rule without I/O.</summary>
internal sealed record SpawnOutcome(RunStatus Status, Reason Reason, string? Message, int? ExitCode, string? Signal)
{
    /// <summary>The meaning of an end: a limit that was met comes before how the process took it.</summary>
    public static SpawnOutcome Of(Happening.Exited? exit, (Reason Reason, string Message)? limit, bool outOfMemory) => (exit, limit) switch
    {
        (_, { } met) => new(RunStatus.Failed, met.Reason, met.Message, Code(exit), exit?.Signal),
        (null, _) => new(RunStatus.Failed, Reason.WorkerFault, "how its process ended was not seen", null, null),
        _ when outOfMemory => new(RunStatus.Failed, Reason.MemoryLimit, "it took more memory than it was allowed", Code(exit), exit.Signal),
        ({ Signal: { } signal }, _) => new(RunStatus.Failed, Reason.Signal, $"ended by {signal}", Code(exit), signal),
        ({ ExitCode: 0 }, _) => new(RunStatus.Complete, Reason.Exit, null, 0, null),
        ({ ExitCode: var code }, _) => new(RunStatus.Failed, Reason.Exit, $"exit code {code}", code, null),
    };

    static int? Code(Happening.Exited? exit) => exit?.ExitCode ?? 128 + exit?.SignalNumber;
}
