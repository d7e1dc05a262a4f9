using System.Globalization;
using System.Text;
using Mill.Runs;

namespace Mill.Cli.Text;

/// <summary>What a plan would do, for people.</summary>
internal static class PlanPage
{
    /// <summary>The whole page.</summary>
    public static string Of(PlanPreview plan)
    {
        var text = new StringBuilder();
        var width = Math.Clamp(plan.Tasks.Max(task => task.Name.Length), 4, 40);
        text.Append(CultureInfo.InvariantCulture, $"{plan.Tasks.Count} tasks, {plan.Parallel} at a time{(plan.FailFast ? ", until the first one fails" : "")}{Expected(plan.ExpectedMs, ", about ")}\n");
        foreach (var task in plan.Tasks)
        {
            text.Append(CultureInfo.InvariantCulture, $"{task.Wave + 1,4}  {SafeText.Escape(task.Name).PadRight(width)}  {task.Command}");
            if (task.After.Count > 0) text.Append(CultureInfo.InvariantCulture, $"  (after {SafeText.Escape(string.Join(", ", task.After))}{Expected(task.ExpectedMs, "; about ")})");
            else if (task.ExpectedMs is not null) text.Append(CultureInfo.InvariantCulture, $"  ({Expected(task.ExpectedMs, "about ")})");
            text.Append('\n');
        }
        return text.Append(CultureInfo.InvariantCulture, $"Critical path: {SafeText.Escape(string.Join(" -> ", plan.CriticalPath))}\n").ToString();
    }

    static string Expected(long? ms, string before) => ms is { } known ? before + Durations.Say(TimeSpan.FromMilliseconds(known)) : "";
}
