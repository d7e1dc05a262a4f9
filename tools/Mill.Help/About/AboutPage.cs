using Mill.Help.Markdown;

namespace Mill.Help.About;

/// <summary>A page about a topic, as plain text that any terminal shows.</summary>
internal sealed class AboutPage(string name, Complaint complain)
{
    /// <summary>How wide the text may be.</summary>
    public const int Width = 80;

    const int Body = 4, Below = 2;

    /// <summary>The text of a page.</summary>
    public string Read(IReadOnlyList<string> lines)
    {
        if (Section.OfPage(BlockReader.Read(lines, complain)) is not { } page || page.Heading.Text != name)
        {
            complain(1, $"a page begins with its title: # {name}");
            return "";
        }
        CheckShort(page);
        string[] text = ["TOPIC", .. TextLayout.Indented([name], Body), .. page.Parts.SelectMany(Part)];
        return string.Join('\n', text) + "\n";
    }

    // PowerShell takes the fifth line for the synopsis.
    void CheckShort(Section page)
    {
        if (page.Parts is not [{ Heading.Text: "SHORT DESCRIPTION", Body: [Paragraph only] }, ..])
            complain(page.Heading.Line, "what comes first is ## SHORT DESCRIPTION, with one paragraph");
        else if (Inline.Plain(only.Text).Length > Width - Body)
            complain(only.Line, $"the short description has more than {Width - Body} characters; it has to be one line");
    }

    IEnumerable<string> Part(Section section) =>
    [
        "",
        .. TextLayout.Indented([Inline.Plain(section.Heading.Text)], section.Heading.Level == 2 ? 0 : Below),
        .. TextLayout.Indented(new TextLayout(Width - Body, complain).Of(section.Body), Body),
        .. section.Parts.SelectMany(Part),
    ];
}
