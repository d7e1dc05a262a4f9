using System.Xml.Linq;
using Mill.Help;
using Mill.Help.Cmdlets;
using Mill.Help.Pages;
using Mill.Tests.Platform;

namespace Mill.Tests.Help;

/// <summary>The real pages against the real cmdlets, and the tool as the build calls it.</summary>
public sealed class The_help_of_the_module
{
    static readonly string[] s_cmdlets = [.. CmdletReader.Read(Places.Cmdlets).Select(one => one.Name)];

    static string[] Pages => [.. Directory.EnumerateFiles(Places.HelpPages, "*.md").Select(path => Path.GetFileNameWithoutExtension(path))];

    static Answer Make(string pages, string into) =>
        Programs.Run("dotnet", ["exec", Places.Help, pages, Places.Cmdlets, into], new RunOptions());

    // The pages as they are, for a test to change.
    static Folder Copy()
    {
        var folder = new Folder();
        foreach (var path in Directory.EnumerateFiles(Places.HelpPages)) File.Copy(path, folder[Path.GetFileName(path)]);
        return folder;
    }

    [Fact]
    public void says_all_that_there_is_to_say()
    {
        var problems = new Problems();

        HelpSet.Read(Places.HelpPages, Places.Cmdlets, problems);

        Assert.Empty(problems.All);
    }

    [Fact]
    public void has_a_page_for_each_cmdlet_and_a_cmdlet_for_each_page() =>
        Assert.Equal(s_cmdlets, Pages.Where(name => name.Contains('-', StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void has_three_examples_or_more_for_each_cmdlet() =>
        Assert.All(s_cmdlets, name => Assert.InRange(
            new CmdletPageReader(name, (_, _) => { }).Read(File.ReadAllLines(Path.Combine(Places.HelpPages, name + ".md"))).Examples.Count, 3, 20));

    [Fact]
    public void has_its_topics() =>
        Assert.Equal(
            ["about_Mill", "about_Mill_CI", "about_Mill_Plans", "about_Mill_Repair", "about_Mill_RunFolder", "about_Mill_Settings"],
            Pages.Where(name => name.StartsWith("about_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void shows_no_other_spelling_of_a_command_than_after_two_dashes()
    {
        var lines = Pages.SelectMany(name => File.ReadLines(Path.Combine(Places.HelpPages, name + ".md")))
            .Where(line => line.Contains("Start-MillRun ", StringComparison.Ordinal) && line.Contains("sleep", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches("Start-MillRun [^|]*-- ", line));
    }

    [Fact]
    public void is_written_as_one_file_and_the_topics()
    {
        using var folder = new Folder();

        Make(Places.HelpPages, folder["en-US"]).Expect(0);

        Assert.Equal(
            ["Mill.PowerShell.dll-Help.xml", "about_Mill.help.txt", "about_Mill_CI.help.txt", "about_Mill_Plans.help.txt", "about_Mill_Repair.help.txt", "about_Mill_RunFolder.help.txt", "about_Mill_Settings.help.txt"],
            Directory.EnumerateFiles(folder["en-US"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(s_cmdlets.Length, XDocument.Load(folder["en-US/Mill.PowerShell.dll-Help.xml"]).Root!.Elements().Count());
        Assert.All(Directory.EnumerateFiles(folder["en-US"], "*.txt").SelectMany(File.ReadLines), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void fails_the_build_when_a_parameter_has_no_words()
    {
        using var pages = Copy();
        var page = File.ReadAllLines(pages["Stop-MillRun.md"]);
        pages.File("Stop-MillRun.md", string.Join('\n', page).Replace("### -Grace", "### -Mercy"));

        var answer = Make(pages.Root, pages["out"]).Expect(1);

        Assert.Equal(
            [
                $"{pages["Stop-MillRun.md"]}({Array.IndexOf(page, "## PARAMETERS") + 1}): error help: nothing is said about the parameter -Grace of Stop-MillRun",
                $"{pages["Stop-MillRun.md"]}({Array.IndexOf(page, "### -Grace") + 1}): error help: Stop-MillRun has no parameter -Mercy",
            ],
            answer.Err.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(pages["out"]));
    }

    [Fact]
    public void fails_the_build_when_pages_and_cmdlets_are_not_the_same()
    {
        using var pages = Copy();
        File.Move(pages["Stop-MillRun.md"], pages["Halt-MillRun.md"]);

        var answer = Make(pages.Root, pages["out"]).Expect(1);

        Assert.Contains($"{pages["Halt-MillRun.md"]}(1): error help: there is no cmdlet Halt-MillRun", answer.Err);
        Assert.Contains($"{pages["Stop-MillRun.md"]}(1): error help: Stop-MillRun has no page", answer.Err);
        Assert.Contains("error help: there is no page Stop-MillRun.md", answer.Err);
    }

    [Fact]
    public void is_not_made_without_being_told_of_what() =>
        Programs.Run("dotnet", ["exec", Places.Help], new RunOptions()).Expect(64);
}
