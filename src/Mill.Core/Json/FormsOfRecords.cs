using Mill.Runs;

namespace Mill.Json;

/// <content>What a run is by its events.</content>
internal static partial class Forms
{
    public static RunRecord Of(Fields f, RunRecord? it) => new()
    {
        SchemaVersion = f.Int("schemaVersion", it?.SchemaVersion),
        Id = f.Text("id", it?.Id, must: true),
        Generation = f.Int("generation", it?.Generation),
        Revision = f.Long("revision", it?.Revision),
        Status = f.Status("status", it?.Status, must: true),
        Reason = f.ReasonOrNull("reason", it?.Reason),
        Message = f.Text("message", it?.Message),
        ExitCode = f.IntOrNull("exitCode", it?.ExitCode),
        Signal = f.Text("signal", it?.Signal),
        CreatedAt = f.Time("createdAt", it?.CreatedAt),
        StartedAt = f.TimeOrNull("startedAt", it?.StartedAt),
        EndedAt = f.TimeOrNull("endedAt", it?.EndedAt),
        Deadline = f.Part("deadline", it?.Deadline, Of),
        Limits = f.Part("limits", it?.Limits, Of),
        Worker = f.Part("worker", it?.Worker, Of),
        Note = f.Text("note", it?.Note),
        NotedAt = f.TimeOrNull("notedAt", it?.NotedAt),
        Questions = f.Parts("questions", it?.Questions, Of),
        QuestionsAsked = f.Int("questionsAsked", it?.QuestionsAsked),
        QuestionAt = f.TimeOrNull("questionAt", it?.QuestionAt),
        Spec = f.Part("spec", it?.Spec, Of, must: true),
        Tasks = f.Parts("tasks", it?.Tasks, Of),
    };

    public static TaskRecord Of(Fields f, TaskRecord? it) => new()
    {
        Name = f.Text("name", it?.Name, must: true),
        Status = f.State("status", it?.Status, must: true),
        Attempts = f.Int("attempts", it?.Attempts),
        Tries = f.Int("tries", it?.Tries),
        AllowFailure = f.Flag("allowFailure", it?.AllowFailure),
        RetryAt = f.TimeOrNull("retryAt", it?.RetryAt),
        Because = f.Text("because", it?.Because),
        Reason = f.ReasonOrNull("reason", it?.Reason),
        ExitCode = f.IntOrNull("exitCode", it?.ExitCode),
        Signal = f.Text("signal", it?.Signal),
        StartedAt = f.TimeOrNull("startedAt", it?.StartedAt),
        EndedAt = f.TimeOrNull("endedAt", it?.EndedAt),
        Process = f.Part("process", it?.Process, Of),
        Note = f.Text("note", it?.Note),
        NotedAt = f.TimeOrNull("notedAt", it?.NotedAt),
        Progress = f.Part("progress", it?.Progress, Of),
    };

    public static TaskProgress Of(Fields f, TaskProgress? it) => new(f.Int("done", it?.Done), f.Int("total", it?.Total));

    public static Deadline Of(Fields f, Deadline? it) => new(f.Text("bootId", it?.BootId), f.Long("atMs", it?.AtMs));

    public static LimitsInForce Of(Fields f, LimitsInForce? it) => new(f.Text("memory", it?.Memory), f.Text("cpu", it?.Cpu));

    public static RunWorker Of(Fields f, RunWorker? it) => new(
        f.Int("pid", it?.Pid), f.Text("startTime", it?.StartTime), f.Text("bootId", it?.BootId), f.Text("host", it?.Host),
        f.Text("version", it?.Version));

    public static ProcessIdentity Of(Fields f, ProcessIdentity? it) => new(
        f.Int("pid", it?.Pid), f.Text("startTime", it?.StartTime), f.Text("bootId", it?.BootId), f.Text("machineId", it?.MachineId),
        f.Text("pidNamespace", it?.PidNamespace));

    public static Question Of(Fields f, Question? it) => new()
    {
        Id = f.Text("id", it?.Id, must: true),
        Text = f.Text("text", it?.Text, must: true),
        Choices = f.Texts("choices", it?.Choices),
        Default = f.Text("default", it?.Default),
        SpawnId = f.Text("spawnId", it?.SpawnId),
        Task = f.Text("task", it?.Task),
        Asker = f.Part("asker", it?.Asker, Of),
        AskedAt = f.Time("askedAt", it?.AskedAt),
        ExpiresAt = f.Time("expiresAt", it?.ExpiresAt),
        Deadline = f.Part("deadline", it?.Deadline, Of),
    };

    public static QueueSettings Of(Fields f, QueueSettings? it) => new()
    {
        SchemaVersion = f.Int("schemaVersion", it?.SchemaVersion),
        Parallel = f.IntOrNull("parallel", it?.Parallel),
        Paused = f.Flag("paused", it?.Paused),
    };
}
