using System.Globalization;
using System.Text;
using Mill.Runs;

namespace Mill.Plans;

/// <summary>What a plan would do, for people.</summary>
internal static class PlanPage
{
    /// <summary>The whole page: how it is gone through, the tasks in their order, what decides how long it takes.</summary>
    public static string Of(PlanPreview plan)
    {
        var text = new StringBuilder(Head(plan.Tasks.Count, plan.Parallel, plan.FailFast, Span(plan.ExpectedMs))).Append('\n');
        var width = Width(plan.Tasks.Select(task => task.Name));
        foreach (var task in plan.Tasks) text.Append(Line(task.Name, task.Wave + 1, task.Command, task.After, Span(task.ExpectedMs), width)).Append('\n');
        return text.Append("Critical path: ").Append(Path(plan.CriticalPath)).Append('\n').ToString();
    }

    /// <summary>How many tasks there are, and how they are gone through.</summary>
    public static string Head(int tasks, int parallel, bool failFast, TimeSpan? expected) => string.Create(CultureInfo.InvariantCulture,
        $"{tasks} task{(tasks == 1 ? "" : "s")}, {parallel} at a time{(failFast ? ", until the first one fails" : "")}{Expected(expected, ", about ")}");

    /// <summary>How wide the names of some tasks are together.</summary>
    public static int Width(IEnumerable<string> names) => Math.Clamp(names.Select(name => name.Length).DefaultIfEmpty().Max(), 4, 40);

    /// <summary>A task: its wave, from 1, its name and command, and whom it waits for.</summary>
    public static string Line(string name, int wave, string command, IReadOnlyList<string> after, TimeSpan? expected, int width)
    {
        var aside = string.Join("; ", new[] { after.Count > 0 ? $"after {SafeText.Escape(string.Join(", ", after))}" : "", Expected(expected, "about ") }.Where(part => part.Length > 0));
        return string.Create(CultureInfo.InvariantCulture, $"{wave,4}  {SafeText.Escape(name).PadRight(width)}  {command}{(aside.Length > 0 ? $"  ({aside})" : "")}");
    }

    /// <summary>Tasks, each of which waits for the one before.</summary>
    public static string Path(IEnumerable<string> tasks) => SafeText.Escape(string.Join(" -> ", tasks));

    static TimeSpan? Span(long? ms) => ms is { } known ? TimeSpan.FromMilliseconds(known) : null;

    static string Expected(TimeSpan? length, string before) => length is { } known ? before + Durations.Say(known) : "";
}
