using Mill.Help;
using Mill.Help.Markdown;

namespace Mill.Tests.Help;

/// <summary>The part of Markdown that help pages are written in.</summary>
public sealed class Markdown_is_read
{
    static Block[] Blocks(params string[] lines) => [.. BlockReader.Read(lines, (line, text) => Assert.Fail($"{line}: {text}"))];

    [Fact]
    public void as_headings_with_their_level_and_line() =>
        Assert.Equal([new Heading(1, 1, "One"), new Heading(3, 3, "-Three")], Blocks("# One", "", "### -Three"));

    [Fact]
    public void as_paragraphs_in_one_line_each() =>
        Assert.Equal([new Paragraph(1, "a b"), new Paragraph(4, "c")], Blocks("a", "b", "", "c"));

    [Fact]
    public void as_items_that_may_go_on_in_the_next_line() =>
        Assert.Equal([new Item(1, "-", "a b"), new Item(3, "-", "c"), new Item(4, "1.", "d")], Blocks("- a", "  b", "- c", "1. d"));

    [Fact]
    public void as_code_that_stays_as_it_is()
    {
        var code = Assert.IsType<Code>(Assert.Single(Blocks("```powershell", "# no heading", "", "  - no item", "```")));

        Assert.Equal(("powershell", "# no heading\n\n  - no item"), (code.Language, code.Text));
    }

    [Fact]
    public void as_tables_without_their_rule()
    {
        var table = Assert.IsType<Table>(Assert.Single(Blocks("| a | b |", "|---|:--|", "| c | d e |")));

        Assert.Equal([["a", "b"], ["c", "d e"]], table.Rows);
    }

    [Fact]
    public void as_text_that_ends_where_something_else_begins() =>
        Assert.Equal([typeof(Paragraph), typeof(Item), typeof(Heading), typeof(Paragraph), typeof(Code)],
            Blocks("a", "- b", "# c", "d", "```", "```").Select(block => block.GetType()));

    [Theory]
    [InlineData("say `Get-Thing *` **now**", "say Get-Thing * now")]
    [InlineData("see [the page](page.md).", "see the page.")]
    [InlineData("`**not bold**` and `[no link](x)`", "**not bold** and [no link](x)")]
    [InlineData("2 * 3 * 4 and array[0] (or so)", "2 * 3 * 4 and array[0] (or so)")]
    public void without_the_marks_inside_a_line(string text, string plain) => Assert.Equal(plain, Inline.Plain(text));

    [Theory]
    [InlineData(2, "this code block has no end", "", "```", "x")]
    [InlineData(1, "the rows of this table are not of one length", "| a | b |", "| c |")]
    public void and_what_is_broken_is_told_with_its_line(int line, string text, params string[] lines)
    {
        var problems = new Problems();

        BlockReader.Read(lines, problems.In("page.md"));

        Assert.Equal([new Problem("page.md", line, text)], problems.All);
    }

    [Fact]
    public void as_sections_below_each_other()
    {
        var page = Section.OfPage(Blocks("# t", "a", "## u", "b", "### v", "c", "## w"))!;

        Assert.Equal(new Paragraph(2, "a"), Assert.Single(page.Body));
        Assert.Equal(["u", "w"], page.Parts.Select(part => part.Heading.Text));
        Assert.Equal("v", Assert.Single(page.Parts[0].Parts).Heading.Text);
        Assert.Empty(page.Parts[1].Body);
    }

    [Fact]
    public void as_no_page_where_there_is_no_title() => Assert.Null(Section.OfPage(Blocks("a", "# t")));
}
