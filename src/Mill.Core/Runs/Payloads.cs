namespace Mill.Runs;

/// <summary>Of <c>run:start</c>.</summary>
public sealed record RunStarted(RunSpec Spec, DateTimeOffset CreatedAt, string? Host, string? Version, ProcessIdentity? Launcher);

/// <summary>Of <c>run:status</c>.</summary>
public sealed record StatusChanged(RunStatus Status, string? Message = null);

/// <summary>Of <c>run:complete</c>, <c>run:failed</c>, <c>run:cancelled</c>.</summary>
public sealed record RunEnded(
    RunStatus Status, Reason Reason, string? Message, int? ExitCode, string? Signal, DateTimeOffset EndedAt);

/// <summary>Of <c>run:repaired</c>.</summary>
public sealed record RunRepairedPayload(string Verdict, string Action, string Reason, int Survivors);

/// <summary>Of <c>run:resumed</c>.</summary>
/// <param name="Spec">What is asked for now.</param>
/// <param name="Version">Which version of Mill goes on with it.</param>
/// <param name="Kept">Tasks that had finished and stay so.</param>
/// <param name="Again">Tasks that run again.</param>
/// <param name="Anew">Those of them whose attempts are counted anew; null means all.</param>
/// <param name="LeftOut">Tasks that had not finished, and were not asked for.</param>
public sealed record RunResumed(
    RunSpec Spec, string? Version, IReadOnlyList<string> Kept, IReadOnlyList<string> Again, IReadOnlyList<string>? Anew = null, IReadOnlyList<string>? LeftOut = null);

/// <summary>Of <c>spawn:start</c>.</summary>
public sealed record SpawnStarted(
    string SpawnId, string Task, int Attempt, ProcessIdentity Process, Deadline? Deadline, LimitsInForce? Limits);

/// <summary>Of <c>spawn:complete</c>, <c>spawn:error</c>, <c>spawn:cancelled</c>.</summary>
public sealed record SpawnEnded(
    string SpawnId, string Task, RunStatus Status, Reason Reason, string? Message, int? ExitCode, string? Signal, DateTimeOffset EndedAt);

/// <summary>Of <c>task:ready</c>.</summary>
public sealed record TaskMadeReady(string Task);

/// <summary>Of <c>task:retry</c>.</summary>
/// <param name="Task">Which task.</param>
/// <param name="SpawnId">The attempt that ended badly.</param>
/// <param name="Attempt">The attempt that follows.</param>
/// <param name="DelayMs">After which pause.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record TaskToRetry(string Task, string SpawnId, int Attempt, long DelayMs, DateTimeOffset At, Reason Reason);

/// <summary>Of <c>task:deadletter</c>, and a line of <c>deadletter.ndjson</c>.</summary>
/// <param name="Task">Which task.</param>
/// <param name="SpawnId">Its last attempt.</param>
/// <param name="Attempts">How often it was tried by its policy.</param>
/// <param name="Reason">Why the last attempt ended.</param>
/// <param name="LastError">The last attempt's end in words, and the last line that it wrote to standard error.</param>
/// <param name="At">When it was given up.</param>
public sealed record DeadLetter(string Task, string SpawnId, int Attempts, Reason Reason, string? LastError, DateTimeOffset At);

/// <summary>A dead letter as a line of its own.</summary>
/// <param name="SchemaVersion">The format.</param>
/// <param name="RunId">Which run.</param>
/// <param name="Generation">Which life of it.</param>
/// <param name="Task">Which task of it.</param>
/// <param name="SpawnId">The last attempt.</param>
/// <param name="Attempts">How many attempts there were.</param>
/// <param name="Reason">Why the last attempt ended.</param>
/// <param name="LastError">The last attempt's end in words, and the last line that it wrote to standard error.</param>
/// <param name="At">When it was given up.</param>
public sealed record DeadLetterLine(
    int SchemaVersion, string RunId, int Generation, string Task, string SpawnId, int Attempts, Reason Reason, string? LastError, DateTimeOffset At);

/// <summary>Of <c>task:skipped</c>.</summary>
/// <param name="Task">Which task.</param>
/// <param name="Because">The task that did not end well; null where the whole run ends.</param>
/// <param name="Reason">Why.</param>
public sealed record TaskLeftOut(string Task, string? Because, Reason Reason);

/// <summary>Of <c>spawn:milestone</c>.</summary>
/// <param name="SpawnId">The spawn that told it; null where somebody outside did.</param>
/// <param name="Task">Its task.</param>
/// <param name="Text">The note.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">Out of how much.</param>
public sealed record NoteTold(string? SpawnId, string? Task, string Text, int? Done, int? Total);

/// <summary>Of <c>run:answered</c>.</summary>
/// <param name="Id">Which question.</param>
/// <param name="Answer">The answer; null where there is none.</param>
/// <param name="By">Who gave it, as <c>user@host</c>.</param>
/// <param name="How">One of <see cref="Answers"/>.</param>
public sealed record QuestionClosed(string Id, string? Answer, string? By, string How);

/// <summary>Of <c>worker:start</c>.</summary>
public sealed record WorkerStarted(ProcessIdentity Process, string? Host, string Version);

/// <summary>Of <c>worker:signal</c>.</summary>
public sealed record SignalIgnored(string Signal, int? FromPid, int? FromUser);

/// <summary>Of <c>worker:limit</c>.</summary>
public sealed record LimitMet(Reason Limit, string Message);

/// <summary>Of <c>worker:end</c>.</summary>
public sealed record WorkerEnded(int Survivors, string? Message);
