using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Questions;

/// <summary>Questions for whose answer nobody waits any more: the process that asked is proven gone.</summary>
internal static class Deserted
{
    /// <summary>Those among the open ones.</summary>
    public static Question[] Of(RunRecord record, IProcesses processes) =>
        [.. record.Open.Where(one => one.Asker is { StartTime: not null, BootId: not null } asker && processes.IsAlive(asker) == Sign.No)];

    /// <summary>Closes them.</summary>
    public static void Close(LockedRun locked)
    {
        if (locked.Record is { Open.Count: > 0 } record && Of(record, locked.Folder.Platform.Processes) is { Length: > 0 } deserted)
            locked.Change(QuestionRules.Close(record, deserted, Answers.Gone));
    }
}
