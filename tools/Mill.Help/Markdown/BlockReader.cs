using System.Text.RegularExpressions;

namespace Mill.Help.Markdown;

/// <summary>Reads the part of Markdown that help pages are written in: headings, text, flat lists, fenced code, tables.</summary>
internal sealed partial class BlockReader(IReadOnlyList<string> lines, Complaint complain)
{
    const string Fence = "```";

    int _at;

    /// <summary>The blocks of a page, in order.</summary>
    public static List<Block> Read(IReadOnlyList<string> lines, Complaint complain) => [.. new BlockReader(lines, complain).Read()];

    IEnumerable<Block> Read()
    {
        for (; _at < lines.Count; _at++)
        {
            if (string.IsNullOrWhiteSpace(lines[_at])) continue;
            yield return lines[_at] switch
            {
                ['#', ..] line => HeadingOf(line),
                ['|', ..] => TableFromHere(),
                var line when line.StartsWith(Fence, StringComparison.Ordinal) => CodeFromHere(line),
                var line when Marked().Match(line) is { Success: true } marked => new Item(_at + 1, marked.Groups["mark"].Value, TextFrom(marked.Groups["text"].Value)),
                var line => new Paragraph(_at + 1, TextFrom(line)),
            };
        }
    }

    Heading HeadingOf(string line)
    {
        var level = line.TakeWhile(letter => letter == '#').Count();
        return new Heading(_at + 1, level, line[level..].Trim());
    }

    Code CodeFromHere(string fence)
    {
        var (line, inside) = (_at + 1, new List<string>());
        while (++_at < lines.Count && lines[_at] != Fence) inside.Add(lines[_at]);
        if (_at == lines.Count) complain(line, "this code block has no end");
        return new Code(line, fence[Fence.Length..].Trim(), inside);
    }

    Table TableFromHere()
    {
        var (line, rows) = (_at + 1, new List<string[]>());
        for (; _at < lines.Count && lines[_at].StartsWith('|'); _at++)
            if (!Rule().IsMatch(lines[_at])) rows.Add([.. lines[_at].Trim().Trim('|').Split('|').Select(cell => cell.Trim())]);
        _at--;
        if (rows.Any(row => row.Length != rows[0].Length)) complain(line, "the rows of this table are not of one length");
        return new Table(line, rows);
    }

    string TextFrom(string first)
    {
        var text = first.Trim();
        while (_at + 1 < lines.Count && GoesOn(lines[_at + 1])) text += " " + lines[++_at].Trim();
        return text;
    }

    static bool GoesOn(string line) => !string.IsNullOrWhiteSpace(line) && line[0] is not ('#' or '|')
        && !line.StartsWith(Fence, StringComparison.Ordinal) && !Marked().IsMatch(line);

    [GeneratedRegex(@"^(?<mark>-|\d+\.) (?<text>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marked();

    [GeneratedRegex(@"^[|:\- ]+$", RegexOptions.None, 1000)]
    private static partial Regex Rule();
}
