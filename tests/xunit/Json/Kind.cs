using System.Text;
using Mill.Json;
using Mill.Liveness;
using Mill.Runs;

namespace Mill.Tests.Json;

/// <summary>A kind of record: how it becomes JSON, and how it is read.</summary>
sealed record Kind(Type Type, Func<object, string> Write, Func<string, object?> Read)
{
    /// <summary>What it is called.</summary>
    public string Name => Type.Name;

    /// <summary>Those that Mill reads again: from files, events and pipes.</summary>
    public static IReadOnlyList<Kind> Stored { get; } =
    [
        Of<RunRecord>(Forms.Of), Of<RunSpec>(Forms.Of), Of<RunTemplate>(Forms.Of), Of<RunProgram>(Forms.Of), Of<RunPlan>(Forms.Of),
        Of<TaskSpec>(Forms.Of), Of<RetryPolicy>(Forms.Of), Of<ResultRule>(Forms.Of), Of<RunHook>(Forms.Of), Of<RunQueue>(Forms.Of),
        Of<Deadline>(Forms.Of), Of<LimitsInForce>(Forms.Of), Of<RunWorker>(Forms.Of), Of<TaskRecord>(Forms.Of), Of<TaskProgress>(Forms.Of),
        Of<ProcessIdentity>(Forms.Of), Of<Question>(Forms.Of), Of<QueueSettings>(Forms.Of), Of<RunResult>(Forms.Of), Of<SpawnResult>(Forms.Of),
        Of<Usage>(Forms.Of), Of<StreamResult>(Forms.Of), Of<StoredText>(Forms.Of), Of<WorkerRecord>(Forms.Of), Of<Heartbeat>(Forms.Of),
        Of<MemoryFigures>(Forms.Of), Of<Progress>(Forms.Of), Of<Descendant>(Forms.Of), Of<Cleanup>(Forms.Of), Of<Survivor>(Forms.Of),
        Of<StopOrder>(Forms.Of), Of<KeptEnvironment>(Forms.Of), Of<WorkerOrders>(Forms.Of), Of<WorkerReply>(Forms.Of), Of<RunEvent>(Forms.Of),
        Of<RunStarted>(Forms.Of), Of<StatusChanged>(Forms.Of), Of<RunEnded>(Forms.Of), Of<RunResumed>(Forms.Of), Of<SpawnStarted>(Forms.Of),
        Of<SpawnEnded>(Forms.Of), Of<TaskToRetry>(Forms.Of), Of<TaskLeftOut>(Forms.Of), Of<NoteTold>(Forms.Of), Of<QuestionClosed>(Forms.Of),
        Of<WorkerStarted>(Forms.Of),
    ];

    /// <summary>Those that only others read.</summary>
    public static IReadOnlyList<Kind> Told { get; } =
    [
        Of<RunRepairedPayload>(Forms.Of), Of<TaskMadeReady>(Forms.Of), Of<DeadLetter>(Forms.Of), Of<DeadLetterLine>(Forms.Of), Of<SignalIgnored>(Forms.Of), Of<LimitMet>(Forms.Of),
        Of<WorkerEnded>(Forms.Of), Of<Run>(Forms.Of), Of<RunHeartbeat>(Forms.Of), Of<PlanInBrief>(Forms.Of), Of<StopOutcome>(Forms.Of),
        Of<RepairOutcome>(Forms.Of), Of<Evidence>(Forms.Of), Of<QueuePlace>(Forms.Of), Of<SweepOutcome>(Forms.Of), Of<ResumeOutcome>(Forms.Of),
        Of<RemoveOutcome>(Forms.Of), Of<NoteOutcome>(Forms.Of), Of<AnswerOutcome>(Forms.Of), Of<Setting>(Forms.Of), Of<QueueView>(Forms.Of),
        Of<WaitingRun>(Forms.Of), Of<QueueRemoval>(Forms.Of), Of<PlanPreview>(Forms.Of), Of<TaskPreview>(Forms.Of), Of<LogLine>(Forms.Of),
        Of<WatchItem>(Forms.Of), Of<ErrorReport>(Forms.Of),
    ];

    static Kind Of<T>(Form<T> form) where T : class =>
        new(typeof(T), record => MillJson.Text((T)record, form), text => MillJson.Read(Encoding.UTF8.GetBytes(text), form));
}
