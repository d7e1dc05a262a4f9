using System.Globalization;
using System.Text;

namespace Mill.Cli.Text;

/// <summary>How many columns of a terminal text takes, and how to make it fit.</summary>
internal static class Cells
{
    /// <summary>How many columns a text takes.</summary>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Width(rune);
        return width;
    }

    /// <summary>The text, its end left out where it is too wide.</summary>
    public static string Cut(string text, int width)
    {
        if (Width(text) <= width) return text;
        if (width < 1) return "";
        var (kept, used) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + Width(rune) > width - 1) break;
            (kept, used) = (kept + rune.Utf16SequenceLength, used + Width(rune));
        }
        return text[..kept] + "…";
    }

    static int Width(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3)
            or (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60)
            or (>= 0xffe0 and <= 0xffe6) or (>= 0x1f300 and <= 0x1faff) or (>= 0x20000 and <= 0x3fffd) => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format ? 0 : 1,
    };
}
