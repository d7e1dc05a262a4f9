using Mill.Help;
using Mill.Help.About;

namespace Mill.Tests.Help;

/// <summary>A topic as plain text.</summary>
public sealed class The_help_of_a_topic
{
    static (string Text, Problem[] Problems) Read(string page)
    {
        var problems = new Problems();
        var text = new AboutPage("about_Things", problems.In("about_Things.md")).Read(page.Split('\n'));
        return (text, [.. problems.All]);
    }

    static string Body(string words) => Read($"# about_Things\n\n## SHORT DESCRIPTION\n\nThings.\n\n## LONG DESCRIPTION\n\n{words}").Text;

    [Fact]
    public void is_laid_out_as_powershell_reads_it()
    {
        var (text, problems) = Read("# about_Things\n\n## SHORT DESCRIPTION\n\nThings.\n\n## LONG DESCRIPTION\n\nWords.\n\n### Below\n\n- one\n- two\n\n## SEE ALSO\n\n- Get-Thing");

        Assert.Empty(problems);
        Assert.Equal(
            """
            TOPIC
                about_Things

            SHORT DESCRIPTION
                Things.

            LONG DESCRIPTION
                Words.

              Below
                - one
                - two

            SEE ALSO
                - Get-Thing

            """, text, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void has_its_short_description_in_the_fifth_line() => Assert.Equal("    Things.", Body("x").Split('\n')[4]);

    [Fact]
    public void fits_eighty_columns_and_uses_them()
    {
        var lines = Body(string.Join(' ', Enumerable.Repeat("word", 100))).Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains(lines, line => line.Length > 75);
    }

    [Fact]
    public void moves_the_later_lines_of_an_item_below_its_text()
    {
        var lines = Body("- " + string.Join(' ', Enumerable.Repeat("word", 30))).Split('\n');

        Assert.StartsWith("    - word", lines[7]);
        Assert.StartsWith("      word", lines[8]);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void leaves_code_as_it_is() => Assert.Contains("\n        Get-Thing |\n            Out-Null\n", Body("```\nGet-Thing |\n    Out-Null\n```"));

    [Fact]
    public void has_tables_with_aligned_columns() => Assert.Contains(
        """

            a   longer
            -   ------
            bb  c

        """.ReplaceLineEndings("\n"), Body("| a | longer |\n|---|---|\n| bb | c |"));

    [Fact]
    public void wraps_the_widest_column_of_a_table_that_is_too_wide()
    {
        var lines = Body($"| a | b |\n|---|---|\n| {string.Join(' ', Enumerable.Repeat("word", 30))} | short |").Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Single(lines, line => line.EndsWith("  short", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("code")]
    [InlineData("word")]
    public void that_cannot_be_made_to_fit_is_a_problem_with_its_line(string kind)
    {
        var wide = new string('x', 77);
        var (_, problems) = Read($"# about_Things\n\n## SHORT DESCRIPTION\n\nThings.\n\n## LONG DESCRIPTION\n\n{(kind == "code" ? $"```\n{wide}\n```" : wide)}");

        Assert.Equal([new Problem("about_Things.md", 9, $"this is wider than 80 columns: {wide}")], problems);
    }

    [Theory]
    [InlineData("# about_Others", 1, "a page begins with its title: # about_Things")]
    [InlineData("# about_Things\n\n## LONG DESCRIPTION\n\nx", 1, "what comes first is ## SHORT DESCRIPTION, with one paragraph")]
    [InlineData("# about_Things\n\n## SHORT DESCRIPTION\n\na b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n", 5,
        "the short description has more than 76 characters; it has to be one line")]
    public void without_its_beginning_is_a_problem(string page, int line, string about) =>
        Assert.Equal([new Problem("about_Things.md", line, about)], Read(page).Problems);
}
