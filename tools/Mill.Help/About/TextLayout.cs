using Mill.Help.Markdown;

namespace Mill.Help.About;

/// <summary>Blocks as lines that are not too wide.</summary>
internal sealed class TextLayout(int width, Complaint complain)
{
    const int CodeIndent = 4;

    /// <summary>The lines of some blocks, an empty one between two that do not belong together.</summary>
    public IEnumerable<string> Of(IReadOnlyList<Block> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            if (i > 0 && !(blocks[i] is Item && blocks[i - 1] is Item)) yield return "";
            foreach (var line in Of(blocks[i])) yield return line;
        }
    }

    /// <summary>Lines moved to the right; an empty one stays empty.</summary>
    public static IEnumerable<string> Indented(IEnumerable<string> lines, int by) =>
        lines.Select(line => line.Length > 0 ? new string(' ', by) + line : line);

    /// <summary>A text in lines of a width, those after the first moved to the right; a word that is wider has a line for itself.</summary>
    public static List<string> Wrapped(string text, int width, int hanging = 0)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines is [.., var last] && last.Length + 1 + word.Length <= width) lines[^1] = $"{last} {word}";
            else lines.Add(new string(' ', lines.Count > 0 ? hanging : 0) + word);
        }
        return lines;
    }

    IEnumerable<string> Of(Block block) => block switch
    {
        Paragraph one => Checked(one, Wrapped(Inline.Plain(one.Text), width)),
        Item one => Checked(one, Wrapped($"{one.Mark} {Inline.Plain(one.Text)}", width, one.Mark.Length + 1)),
        Code one => Checked(one, Indented(one.Lines, CodeIndent)),
        Table one => Checked(one, new TableLayout(width).Of(one)),
        _ => [],
    };

    IEnumerable<string> Checked(Block block, IEnumerable<string> lines)
    {
        var all = lines.ToArray();
        if (Array.Find(all, line => line.Length > width) is { } wide)
            complain(block.Line, $"this is wider than {AboutPage.Width} columns: {wide.Trim()}");
        return all;
    }
}
