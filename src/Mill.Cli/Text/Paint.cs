using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Text;

/// <summary>The colours of a terminal, or none.</summary>
internal readonly record struct Paint(bool On)
{
    const string Red = "31", Green = "32", Yellow = "33", Cyan = "36", Faint = "2", BoldRed = "1;31";

    /// <summary>A status in its colour.</summary>
    public string Status(Run run, string text) => In(Colour(run), text);

    /// <summary>Text that stands back.</summary>
    public string Aside(string text) => In(Faint, text);

    /// <summary>What is shown of a run's status: what is true now, and what is wrong with it.</summary>
    public static string StatusText(Run run) => Runs.StatusText.Of(run.EffectiveStatus.Word(), run.Health.Word(), run.Mismatch);

    static string Colour(Run run) => Runs.StatusText.Tone(run.EffectiveStatus.Word(), run.Health.Word(), run.Mismatch) switch
    {
        Tone.Alarm => BoldRed,
        Tone.Bad => Red,
        Tone.Good => Green,
        Tone.Warning => Yellow,
        Tone.Active => Cyan,
        _ => Faint,
    };

    string In(string colour, string text) => On && text.Length > 0 ? $"\x1b[{colour}m{text}\x1b[0m" : text;
}
