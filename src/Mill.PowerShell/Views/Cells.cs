using Mill.Json;
using Mill.Runs;

namespace Mill.PowerShell.Views;

/// <summary>The text of cells, for the views.</summary>
public static class Cells
{
    /// <summary>What a run is called in a question.</summary>
    internal static string Title(Run run) => $"run {run.Id} ({(run.Name is { } name ? SafeText.Escape(name) + ": " : "")}{SafeText.Command(run.Command, run.Arguments)})";

    /// <summary>One line about a run.</summary>
    internal static string Sentence(Run run) =>
        SafeText.Escape($"{run.Name ?? run.Id}: {run.EffectiveStatus.Word()}, ") + SafeText.Command(run.Command, run.Arguments);
}
