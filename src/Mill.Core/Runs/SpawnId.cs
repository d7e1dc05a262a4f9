using System.Globalization;

namespace Mill.Runs;

/// <summary>One attempt at a task: <c>build.2</c> is the second attempt at the task <c>build</c>.</summary>
public readonly record struct SpawnId(string Task, int Attempt)
{
    /// <summary>The task that a simple run has.</summary>
    public const string MainTask = "main";

    /// <summary>Reads <c>task.attempt</c>.</summary>
    public static bool TryParse(string? text, out SpawnId id)
    {
        id = default;
        var dot = text?.LastIndexOf('.') ?? -1;
        if (dot < 1 || !int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            || attempt < 1) return false;
        id = new SpawnId(text![..dot], attempt);
        return true;
    }

    /// <summary>The id as it is written in events and file names.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Task}.{Attempt}");
}
