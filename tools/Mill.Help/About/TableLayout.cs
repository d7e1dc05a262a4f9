using Mill.Help.Markdown;

namespace Mill.Help.About;

/// <summary>A table as text: each column as wide as it needs to be, the last one wrapped.</summary>
internal sealed class TableLayout(int width)
{
    const int Gap = 2;

    /// <summary>The lines of a table, its head underlined.</summary>
    public IEnumerable<string> Of(Table table)
    {
        var rows = table.Rows.Select(row => row.Select(Inline.Plain).ToArray()).ToArray();
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var left = width - widths.SkipLast(1).Sum(one => one + Gap);
        var head = Line(rows[0], widths, left).ToArray();
        var rule = Line([.. rows[0].Select(cell => new string('-', cell.Length))], widths, left);
        return [.. head, .. rule, .. rows.Skip(1).SelectMany(row => Line(row, widths, left))];
    }

    static IEnumerable<string> Line(string[] cells, int[] widths, int left)
    {
        var before = string.Concat(cells.SkipLast(1).Select((cell, i) => cell.PadRight(widths[i] + Gap)));
        var last = TextLayout.Wrapped(cells[^1], Math.Max(left, 1));
        return last.Count == 0
            ? [before.TrimEnd()]
            : last.Select((line, i) => (i == 0 ? before : new string(' ', before.Length)) + line);
    }
}
