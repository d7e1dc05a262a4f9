using Mill.Help.Markdown;

namespace Mill.Help.About;

/// <summary>A table as text. Where it is too wide, the widest columns are wrapped.</summary>
internal sealed class TableLayout(int width)
{
    const int Gap = 2, Hanging = 2;

    /// <summary>The lines of a table, its head underlined.</summary>
    public IEnumerable<string> Of(Table table)
    {
        var rows = table.Rows.Select(row => row.Select(Inline.Plain).ToArray()).ToList();
        var widths = Widths(rows);
        rows.Insert(1, [.. rows[0].Select(cell => new string('-', cell.Length))]);
        return rows.SelectMany(row => Lines(row, widths));
    }

    int[] Widths(List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        while (widths.Sum() + Gap * (widths.Length - 1) > width) widths[Array.IndexOf(widths, widths.Max())]--;
        return widths;
    }

    static IEnumerable<string> Lines(string[] row, int[] widths)
    {
        var cells = row.Select((cell, column) => TextLayout.Wrapped(cell, widths[column], Hanging)).ToArray();
        for (var i = 0; i < cells.Max(cell => cell.Count); i++)
            yield return string.Concat(cells.Select((cell, column) => (i < cell.Count ? cell[i] : "").PadRight(widths[column] + Gap))).TrimEnd();
    }
}
