using Mill.Help.Markdown;

namespace Mill.Help.Pages;

/// <summary>Reads the page of a cmdlet.</summary>
internal sealed class CmdletPageReader(string name, Complaint complain)
{
    const string Script = "powershell", DefaultMark = "Default: ";

    /// <summary>The page.</summary>
    public CmdletPage Read(IReadOnlyList<string> lines)
    {
        var page = new CmdletPage(name);
        if (Section.OfPage(BlockReader.Read(lines, complain)) is not { } whole || whole.Heading.Text != name)
        {
            complain(1, $"a page begins with its title: # {name}");
            return page;
        }
        return whole.Parts.Aggregate(page, Add);
    }

    CmdletPage Add(CmdletPage page, Section section)
    {
        switch (section.Heading.Text)
        {
            case "SYNOPSIS": return page with { Synopsis = Sentence(section) };
            case "DESCRIPTION": return page with { Description = section.Body };
            case "EXAMPLES": return page with { Examples = [.. section.Parts.Select(ExampleOf)] };
            case "PARAMETERS": return page with { ParametersLine = section.Heading.Line, Parameters = [.. section.Parts.Select(ParameterOf)] };
            case "INPUTS": return page with { Inputs = [.. section.Parts.Select(WordsOf)] };
            case "OUTPUTS": return page with { Outputs = [.. section.Parts.Select(WordsOf)] };
            case "NOTES": return page with { Notes = section.Body };
            case "RELATED LINKS": return page with { Links = [.. section.Body.Select(LinkOf).OfType<Link>()] };
            default:
                complain(section.Heading.Line, $"'{section.Heading.Text}' is no part of a cmdlet's page (syntax and facts about parameters are read from the code)");
                return page;
        }
    }

    string Sentence(Section section)
    {
        if (section.Body is [Paragraph only]) return Inline.Plain(only.Text);
        complain(section.Heading.Line, "a synopsis is one paragraph");
        return "";
    }

    Example ExampleOf(Section section)
    {
        var codes = section.Body.OfType<Code>().Where(code => code.Language == Script).ToArray();
        if (codes.Length != 1) complain(section.Heading.Line, $"an example has one block of {Script}; this one has {codes.Length}");
        var code = codes.FirstOrDefault();
        var before = section.Body.TakeWhile(block => block != code).ToArray();
        return new Example(section.Heading.Line, Inline.Plain(section.Heading.Text), before, code?.Text ?? "", [.. section.Body.Skip(before.Length + 1)]);
    }

    Words ParameterOf(Section section)
    {
        if (!section.Heading.Text.StartsWith('-')) complain(section.Heading.Line, $"a parameter is written with its dash: -{section.Heading.Text}");
        var words = WordsOf(section) with { Name = section.Heading.Text.TrimStart('-') };
        return words.Body is [.., Paragraph last] && last.Text.StartsWith(DefaultMark, StringComparison.Ordinal)
            ? words with { Body = [.. words.Body.SkipLast(1)], Default = Inline.Plain(last.Text[DefaultMark.Length..]).TrimEnd('.') }
            : words;
    }

    Words WordsOf(Section section)
    {
        if (section.Body.Count == 0) complain(section.Heading.Line, $"nothing is said about {section.Heading.Text}");
        return new Words(section.Heading.Line, section.Heading.Text, section.Body);
    }

    Link? LinkOf(Block block)
    {
        if (block is Item item && Inline.Link(item.Text) is { } link) return new Link(item.Line, link.Text, link.Target);
        complain(block.Line, "a related link is an item: - [Name](Name.md)");
        return null;
    }
}
