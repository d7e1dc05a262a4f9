using Mill.Help.Cmdlets;
using Mill.Help.Markdown;

namespace Mill.Tests.Help;

/// <summary>What a page says, and how it is held against the code.</summary>
public sealed class The_page_of_a_cmdlet
{
    static void Complains(string page, string line, string about)
    {
        var problem = Assert.Single(Sample.Check(page));
        Assert.Equal((Sample.LineOf(page, line), about), (problem.Line, problem.Text));
    }

    [Fact]
    public void is_fine_when_words_and_code_agree() => Assert.Empty(Sample.Check(Sample.Page));

    [Fact]
    public void has_its_parts()
    {
        var (page, _) = Sample.Read(Sample.Page);

        Assert.Equal("Gets things.", page.Synopsis);
        Assert.Equal(3, page.Description.Count);
        Assert.Equal(["Name", "Kind", "Quiet"], page.Parameters.Select(words => words.Name));
        Assert.Equal(("string", "Thing"), (Assert.Single(page.Inputs).Name, Assert.Single(page.Outputs).Name));
        Assert.Single(page.Notes);
        Assert.Equal([false, true], page.Links.Select(link => link.IsAddress));
    }

    [Fact]
    public void has_examples_with_words_before_and_after_the_code()
    {
        var example = Sample.Read(Sample.Page).Page.Examples[0];

        Assert.Equal(("By name", "$thing = Get-Thing lamp\n$thing.Name"), (example.Title, example.Code));
        Assert.Equal("It is so.", Assert.IsType<Paragraph>(Assert.Single(example.Before)).Text);
        Assert.Equal(["lamp"], Assert.IsType<Code>(example.After[0]).Lines);
        Assert.Equal("And so on.", Assert.IsType<Paragraph>(example.After[1]).Text);
    }

    [Fact]
    public void says_what_a_parameter_is_when_nobody_gives_it()
    {
        var kind = Sample.Read(Sample.Page).Page.Parameters[1];

        Assert.Equal("Old", kind.Default);
        Assert.Equal("Of which kind.", Assert.IsType<Paragraph>(Assert.Single(kind.Body)).Text);
    }

    [Fact]
    public void has_words_for_every_parameter() => Complains(
        Sample.Page.Replace("### -Quiet\n\nSays less.\n", ""), "## PARAMETERS", "nothing is said about the parameter -Quiet of Get-Thing");

    [Fact]
    public void has_no_words_for_what_is_no_parameter() => Complains(
        Sample.Page.Replace("## INPUTS", "### -Loud\n\nSays more.\n\n## INPUTS"), "### -Loud", "Get-Thing has no parameter -Loud");

    [Fact]
    public void tells_of_a_parameter_once()
    {
        var page = Sample.Page.Replace("## INPUTS", "### -Quiet\n\nAgain.\n\n## INPUTS");

        var problem = Assert.Single(Sample.Check(page));

        Assert.Equal((Sample.LineOf(page, "Again.") - 2, "Quiet is told about twice"), (problem.Line, problem.Text));
    }

    [Fact]
    public void says_something_about_each() => Complains(
        Sample.Page.Replace("Says less.\n", ""), "### -Quiet", "nothing is said about -Quiet");

    [Fact]
    public void tells_of_every_type_that_is_written() => Complains(
        Sample.Page.Replace("### Thing\n\nThe things.\n", ""), "# Get-Thing", "nothing is said about Thing, which Get-Thing writes");

    [Fact]
    public void tells_of_no_other_type() => Complains(
        Sample.Page.Replace("## NOTES", "### string\n\nNames.\n\n## NOTES").Replace("## INPUTS\n\n### string\n\nNames.", "## INPUTS\n\n### text\n\nNames."),
        "### string", "Get-Thing does not say that it writes string");

    [Fact]
    public void tells_what_comes_from_the_pipeline() => Complains(
        Sample.Page.Replace("## INPUTS\n\n### string\n\nNames.\n", ""), "# Get-Thing", "nothing is said about INPUTS, and Get-Thing takes some from the pipeline");

    [Fact]
    public void tells_of_nothing_from_the_pipeline_where_nothing_comes()
    {
        var deaf = new Cmdlet("Get-Thing", [.. Sample.Cmdlet.Parameters.Select(one => one with { Places = [new Place(null)] })]) { Outputs = Sample.Cmdlet.Outputs };

        var problem = Assert.Single(Sample.Check(Sample.Page, deaf));

        Assert.Equal((Sample.LineOf(Sample.Page, "### string"), "Get-Thing takes nothing from the pipeline"), (problem.Line, problem.Text));
    }

    [Theory]
    [InlineData("## SYNOPSIS\n\nGets `things`.\n", "a page has a SYNOPSIS")]
    [InlineData("## DESCRIPTION\n\nA thing is **found** by its name,\nor by [another page](about_Things.md).\n\n- one\n- two\n", "a page has a DESCRIPTION")]
    public void has_what_a_page_must_have(string part, string about)
    {
        Assert.Contains(part, Sample.Page);

        Complains(Sample.Page.Replace(part, ""), "# Get-Thing", about);
    }

    [Theory]
    [InlineData("## SYNTAX")]
    [InlineData("## Notes")]
    public void has_no_part_that_nobody_knows(string heading)
    {
        var page = Sample.Page.Replace("## NOTES", heading);

        var problem = Assert.Single(Sample.Check(page));

        Assert.Equal(Sample.LineOf(page, heading), problem.Line);
        Assert.Contains("is no part of a cmdlet's page", problem.Text);
    }

    [Fact]
    public void begins_with_the_name_of_its_file()
    {
        var problems = Sample.Read(Sample.Page.Replace("# Get-Thing", "# Get-Things")).Problems;

        Assert.Equal((1, "a page begins with its title: # Get-Thing"), (problems[0].Line, problems[0].Text));
    }

    [Theory]
    [InlineData("```powershell\nGet-Thing *\n```\n", "an example has one block of powershell; this one has 0", "")]
    [InlineData("Get-Thing *\n```\n", "an example has one block of powershell; this one has 2", "Get-Thing *\n```\n\n```powershell\nx\n```\n")]
    public void has_one_piece_of_code_an_example(string part, string about, string instead) =>
        Complains(Sample.Page.Replace(part, instead), "### All of them", about);

    [Fact]
    public void has_no_tables() => Complains(
        Sample.Page.Replace("Be careful.", "| a |\n|---|"), "| a |", "PowerShell shows no tables in the help of a cmdlet; write a list");

    [Fact]
    public void tells_what_is_wrong_as_the_build_reads_it() =>
        Assert.Equal(
            $"Get-Thing.md({Sample.LineOf(Sample.Page, "## PARAMETERS")}): error help: nothing is said about the parameter -Quiet of Get-Thing",
            Sample.Check(Sample.Page.Replace("### -Quiet\n\nSays less.\n", ""))[0].ToString());
}
