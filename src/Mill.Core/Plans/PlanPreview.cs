using Mill.Runs;

namespace Mill;

/// <summary>What a plan would do, without doing it.</summary>
/// <param name="Name">The run's name.</param>
/// <param name="Origin">The file that it was read from.</param>
/// <param name="Parallel">How many tasks would run at the same time.</param>
/// <param name="FailFast">Whether the first failure would end the run.</param>
/// <param name="Tasks">The tasks in the order in which they would begin.</param>
/// <param name="CriticalPath">The tasks that decide how long it takes at least.</param>
/// <param name="ExpectedMs">How long it would take by earlier runs of the same name; null where there are none.</param>
public sealed record PlanPreview(
    string? Name, string? Origin, int Parallel, bool FailFast, IReadOnlyList<TaskPreview> Tasks, IReadOnlyList<string> CriticalPath, long? ExpectedMs);

/// <summary>A task of a plan that is only looked at.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Wave">How many tasks at least have to end one after the other before it begins.</param>
/// <param name="Command">Its command, as it could be typed.</param>
/// <param name="After">The tasks that it waits for.</param>
/// <param name="ExpectedMs">How long it took in earlier runs of the same name; null where there are none.</param>
public sealed record TaskPreview(string Name, int Wave, string Command, IReadOnlyList<string> After, long? ExpectedMs);
