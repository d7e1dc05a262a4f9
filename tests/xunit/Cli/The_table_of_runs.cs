using System.Text.RegularExpressions;
using Mill.Cli.Text;
using Mill.Runs;

namespace Mill.Tests.Cli;

/// <summary>What <c>mill ls</c> shows, on terminals and without one.</summary>
public sealed partial class The_table_of_runs
{
    static readonly Run[] s_runs = [Some.Running, Some.Failed, Some.Lost];

    static string Table(int? width, bool colour = false, params Run[] runs) =>
        new RunTable(Some.Now, width, new Paint(colour)).Of(runs.Length > 0 ? runs : s_runs);

    [Fact]
    public void has_a_column_for_what_runs_tell_only_where_one_does()
    {
        var told = Some.Running with { Progress = new Progress(142, 184, "main.1"), Note = "the tables" };
        Assert.DoesNotContain("NOTE", new RunTable(Some.Now, null, default).Of([Some.Running, Some.Failed with { Note = "over" }]), StringComparison.Ordinal);
        Assert.Contains("142/184 (77%)  the tables  dotnet", new RunTable(Some.Now, null, default).Of([told, Some.Failed]), StringComparison.Ordinal);
        var narrow = new RunTable(Some.Now, 60, default).Of([told with { Note = new string('x', 200) }]);
        Assert.All(narrow.Split('\n'), line => Assert.True(line.Length <= 60, line));
        var wide = new RunTable(Some.Now, 200, default).Of([told with { Note = new string('x', 200) }]);
        Assert.Contains("dotnet test", wide, StringComparison.Ordinal);
    }

    [Fact]
    public void is_whole_where_there_is_no_terminal() => Assert.Equal(
        """
        ID                    NAME                          STATUS   STARTED  DURATION  EXIT  COMMAND
        20260101-120000-abcd  nightly                       running  3m ago   3m              dotnet test -c Release --filter 'a name with spaces'
        20260101-110000-wxyz                                failed   1h ago   1m        3     false
        20251230-120000-lost  a rather long name for a run  lost     2d ago                   sleep 600

        """, Table(null), ignoreLineEndingDifferences: true);

    [Theory]
    [InlineData("timeout", "SIGTERM", "failed (timeout)")]
    [InlineData("signal", "SIGSEGV", "failed (SIGSEGV)")]
    [InlineData("exit", null, "failed ")]
    public void says_why_a_run_failed_where_its_exit_code_does_not(string reason, string? signal, string text) =>
        Assert.Contains(text + " ", Table(null, false, Some.Failed with { Reason = new Reason(reason), Signal = signal }), StringComparison.Ordinal);

    [Fact]
    public void cuts_names_and_commands_to_the_width() => Assert.Equal(
        """
        ID                    NAME                     STATUS   STARTED  DURATION  EXIT  COMMAND
        20260101-120000-abcd  nightly                  running  3m ago   3m              dotnet test…
        20260101-110000-wxyz                           failed   1h ago   1m        3     false
        20251230-120000-lost  a rather long name for…  lost     2d ago                   sleep 600

        """, Table(93), ignoreLineEndingDifferences: true);

    [Fact]
    public void does_without_columns_on_a_narrow_terminal() => Assert.Equal(
        """
        ID                    NAME      STATUS   EXIT  COMMAND
        20260101-120000-abcd  nightly   running        dotnet test …
        20260101-110000-wxyz            failed   3     false
        20251230-120000-lost  a rathe…  lost           sleep 600

        """, Table(60), ignoreLineEndingDifferences: true);

    [Fact]
    public void never_wraps()
    {
        Run[] runs = [.. s_runs, Some.Stale with { Name = "日本語の名前がここに", Arguments = ["日本語の引数", "👩‍💻 e\u0301"] }];
        for (var width = 60; width <= 160; width++)
            foreach (var line in Table(width, colour: true, runs).Split('\n'))
                Assert.True(Cells.Width(Colours().Replace(line, "")) <= width, $"{width}: {line}");
    }

    [Fact]
    public void ends_every_colour_that_it_begins()
    {
        for (var width = 20; width <= 160; width += 5)
            foreach (var line in Table(width, colour: true, [.. s_runs, Some.Stale]).Split('\n'))
            {
                var colours = Colours().Matches(line).Select(one => one.Value).ToArray();
                Assert.Equal(line.Count(letter => letter == '\x1b'), colours.Length);
                for (var i = 0; i < colours.Length; i++) Assert.Equal(i % 2 == 1, colours[i] == "\x1b[0m");
            }
    }

    [Fact]
    public void shows_what_is_wrong_with_a_run()
    {
        Assert.Contains("running (stale)", Table(null, false, Some.Stale), StringComparison.Ordinal);
        Assert.Contains("running (unknown)", Table(null, false, Some.Running with { Health = Health.Unknown }), StringComparison.Ordinal);
        Assert.DoesNotContain("(", Table(null, false, Some.Running with { Health = Health.Quiet }), StringComparison.Ordinal);
        Assert.Contains("ending (overdue)", Table(null, false,
            Some.Failed with { EffectiveStatus = EffectiveStatus.Ending, Mismatch = true }), StringComparison.Ordinal);
        Assert.Contains("\x1b[1;31mlost\x1b[0m", Table(null, colour: true, Some.Lost), StringComparison.Ordinal);
    }

    [Fact]
    public void shows_how_far_a_plan_is_while_it_runs()
    {
        var plan = Some.Running with { Command = null, Plan = new PlanInBrief("plan of 18 tasks", null, 2, false), Progress = new Progress(12, 18, "build") };
        Assert.Contains("  12/18 (67%)  plan of 18 tasks", Table(null, false, plan), StringComparison.Ordinal);
        Assert.DoesNotContain("%", Table(null, false, plan with { EffectiveStatus = EffectiveStatus.Complete }), StringComparison.Ordinal);
    }

    [Fact]
    public void has_no_colour_where_there_is_no_terminal() => Assert.DoesNotContain('\x1b', Table(null));

    [Fact]
    public void lets_no_name_or_command_reach_the_terminal_as_it_is()
    {
        var evil = Some.Running with { Name = "a\x1b]0;x\a\nb", Command = "c\u009b2J", Arguments = ["\r\t\u202e\ud800"] };
        var table = Table(null, false, evil);
        Assert.Equal(3, table.Split('\n').Length);
        Assert.Contains(@"a\x1b]0;x\x07\nb", table, StringComparison.Ordinal);
        Assert.Contains(@"'c\u009b2J' '\r\t\u202e\ud800'", table, StringComparison.Ordinal);
        Assert.DoesNotContain(table, one => char.IsControl(one) && one != '\n');
        Assert.DoesNotContain(new RunPage(Some.Now, default).Of(evil), one => char.IsControl(one) && one != '\n');
    }

    [GeneratedRegex("\x1b\\[[0-9;]*m", RegexOptions.None, 1000)]
    private static partial Regex Colours();
}
