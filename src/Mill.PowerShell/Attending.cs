using Mill.Logs;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>What those are told who stay with a run to its end, or leave before.</summary>
internal static class Attending
{
    /// <summary>How a run ended, in a line.</summary>
    public static string Sentence(Run run)
    {
        var name = run.Name is { } given ? $" ({given})" : "";
        var took = run.DurationMs is { } ms ? $" after {Durations.Say(TimeSpan.FromMilliseconds(ms))}" : "";
        var word = run.EffectiveStatus switch
        {
            EffectiveStatus.Cancelled => "was cancelled",
            EffectiveStatus.Lost => "is lost",
            _ => EndInWords.Word(run),
        };
        var why = EndInWords.Why(run with { Message = Spelling.Message(run) });
        return SafeText.Escape($"Run {run.Id}{name} {word}{took}{(why is null ? "" : $": {why}")}");
    }

    /// <summary>What the run's process exited with; where it did not get so far, 0 stands for a good end and 1 for any other.</summary>
    public static int ExitCode(Run run) => run.Status == RunStatus.Complete ? 0 : run.ExitCode is { } code and not 0 ? code : 1;

    /// <summary>How to come back to runs that go on.</summary>
    public static string? Farewell(string cmdlet, IReadOnlyList<string> going, string? home) => going switch
    {
        [] => null,
        [var one] => $"The run goes on: {cmdlet} {one}{Home(home)}",
        _ => $"{going.Count} runs go on: {cmdlet} {string.Join(", ", going)}{Home(home)}",
    };

    /// <summary>What those are shown who stay: the lines of a log, each with the tag of its stream.</summary>
    public static IEnumerable<(string Text, string Tag)> Lines(IEnumerable<LogChunk> log) =>
        log.WholeLines().Select(line => (line.Text ?? $"[{Sizes.Say(line.CutBytes)} are missing here]", line.IsErr ? "stderr" : "stdout"));

    /// <summary>The same of a plan: lines with whose they are, and what happens.</summary>
    public static IEnumerable<(string Text, string Tag)> Lines(IEnumerable<WatchItem> items, string home) => items
        .Select(item => MillItem.Of(item, home))
        .Select(item => (Views.Cells.Item(null, item.Channel, item.Text, item.Spawn), item.Channel is "out" or "err" ? $"std{item.Channel}" : item.Channel));

    static string Home(string? home) => home is null ? "" : $" -MillHome '{home.Replace("'", "''", StringComparison.Ordinal)}'";
}
