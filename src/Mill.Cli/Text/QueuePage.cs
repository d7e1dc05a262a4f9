using System.Globalization;
using System.Text;
using Mill.Runs;

namespace Mill.Cli.Text;

/// <summary>A queue, as people read it.</summary>
internal static class QueuePage
{
    const int Label = 10;

    /// <summary>The queue and everybody in it.</summary>
    public static string Of(QueueView queue)
    {
        var text = new StringBuilder(Title(queue)).Append('\n');
        foreach (var id in queue.Running) Line(text, "running", id);
        foreach (var one in queue.Waiting) Line(text, "waiting", Say(one));
        return text.ToString();
    }

    /// <summary>The queue in a line.</summary>
    public static string Title(QueueView queue) => string.Create(CultureInfo.InvariantCulture,
        $"{queue.Name}  parallel {queue.Parallel?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}{(queue.Paused ? ", paused" : "")}, {queue.Running.Count} running, {queue.Waiting.Count} waiting");

    static string Say(WaitingRun one) => one.Id
        + (one.Priority != 0 ? string.Create(CultureInfo.InvariantCulture, $", priority {one.Priority}") : "")
        + (one.After.Count > 0 ? SafeText.Escape($", after {string.Join(" ", one.After)}") : "");

    static void Line(StringBuilder text, string label, string value) => text.Append("  ").Append(label.PadRight(Label)).Append(value).Append('\n');
}
