using Mill.Help;
using Mill.Help.Markdown;
using Mill.Help.Pages;

namespace Mill.Tests.Help;

/// <summary>Words that several cmdlets have in common.</summary>
public sealed class Shared_words
{
    static readonly CmdletPage s_shared = new(SharedWords.Page)
    {
        Parameters = [Said(5, "Name"), Said(9, "Kind"), Said(13, "Other")],
        Inputs = [Said(20, "number")],
    };

    static Words Said(int line, string name) => new(line, name, [new Paragraph(line, $"shared {name}")]);

    [Fact]
    public void stand_in_where_a_page_says_nothing()
    {
        var page = new CmdletPage("Get-Thing") { Parameters = [new Words(3, "Name", [new Paragraph(3, "its own")])] };

        var filled = new SharedWords(s_shared).Fill(page, Sample.Cmdlet);

        Assert.Equal(["its own", "shared Kind"], filled.Parameters.Select(words => ((Paragraph)words.Body[0]).Text));
        Assert.Equal("number", Assert.Single(filled.Inputs).Name);
    }

    [Fact]
    public void leave_what_a_page_says_of_the_pipeline() =>
        Assert.Equal("text", Assert.Single(new SharedWords(s_shared).Fill(new CmdletPage("Get-Thing") { Inputs = [Said(1, "text")] }, Sample.Cmdlet).Inputs).Name);

    [Fact]
    public void are_complained_about_when_nobody_needs_them()
    {
        var (shared, problems) = (new SharedWords(s_shared), new Problems());
        shared.Fill(new CmdletPage("Get-Thing"), Sample.Cmdlet);

        shared.Check(problems.In("shared.md"));

        Assert.Equal([new Problem("shared.md", 13, "no cmdlet needs these words about -Other")], problems.All);
    }
}
