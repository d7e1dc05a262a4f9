using System.Management.Automation;
using Mill.Runs;

namespace Mill.PowerShell.Views;

/// <summary>The colours of cells, or none: PowerShell by itself colours what a view gives it also where nobody sees colours.</summary>
internal static class Ink
{
    /// <summary>Text in the colour of a tone, as the shell's style has it.</summary>
    public static string In(object? style, Tone tone, string text) =>
        style is null || text.Length == 0 || Console.IsOutputRedirected || Surroundings.NoColor ? text : Painted(PSObject.AsPSObject(style), tone, text);

    // PSStyle is younger than the reference assembly: it is read by name.
    static string Painted(PSObject style, Tone tone, string text) =>
        Read(style, "OutputRendering") is "PlainText" ? text : Code(style, tone) + text + Read(style, "Reset");

    static string Code(PSObject style, Tone tone) => tone switch
    {
        Tone.Alarm => Read(style, "Bold") + Foreground(style, "Red"),
        Tone.Bad => Foreground(style, "Red"),
        Tone.Good => Foreground(style, "Green"),
        Tone.Warning => Foreground(style, "Yellow"),
        Tone.Active => Foreground(style, "Cyan"),
        _ => Read(style, "Dim"),
    };

    static string Foreground(PSObject style, string colour) =>
        style.Properties["Foreground"]?.Value is { } foreground ? Read(PSObject.AsPSObject(foreground), colour) : "";

    static string Read(PSObject from, string name) => from.Properties[name]?.Value?.ToString() ?? "";
}
