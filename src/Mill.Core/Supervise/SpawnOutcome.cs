using Mill.Platform;
using Mill.Runs;

namespace Mill.Supervise;

/// <summary>What the end of a process means; a rule without I/O.</summary>
internal sealed record SpawnOutcome(RunStatus Status, Reason Reason, string? Message, int? ExitCode, string? Signal)
{
    /// <summary>The meaning of an end: why it was ended comes before how the process took it.</summary>
    public static SpawnOutcome Of(Happening.Exited? exit, (Reason Reason, string Message)? met, bool outOfMemory) => (exit, met) switch
    {
        (_, { } cut) when cut.Reason == Reason.FailFast || cut.Reason == Reason.Cancelled
                      => new(RunStatus.Cancelled, cut.Reason, cut.Message, Code(exit), exit?.Signal),
        (_, { } limit) => new(RunStatus.Failed, limit.Reason, limit.Message, Code(exit), exit?.Signal),
        (null, _) => new(RunStatus.Failed, Reason.WorkerFault, "how its process ended was not seen", null, null),
        _ when outOfMemory => new(RunStatus.Failed, Reason.MemoryLimit, "it took more memory than it was allowed", Code(exit), exit.Signal),
        ({ Signal: { } signal }, _) => new(RunStatus.Failed, Reason.Signal, $"ended by {signal}", Code(exit), signal),
        ({ ExitCode: 0 }, _) => new(RunStatus.Complete, Reason.Exit, null, 0, null),
        ({ ExitCode: var code }, _) => new(RunStatus.Failed, Reason.Exit, $"exit code {code}", code, null),
    };

    /// <summary>Its process could not be launched.</summary>
    public static SpawnOutcome Unlaunched(string message) => new(RunStatus.Failed, Reason.SpawnFailed, message, null, null);

    static int? Code(Happening.Exited? exit) => exit?.ExitCode ?? 128 + exit?.SignalNumber;
}
