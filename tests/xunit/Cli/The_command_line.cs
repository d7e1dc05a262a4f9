using System.Text.Json;
using Mill.Cli;
using Mill.Cli.Options;
using Mill.Cli.Verbs;
using Mill.Runs;

namespace Mill.Tests.Cli;

/// <summary>Help, suggestions, errors and exit codes.</summary>
public sealed class The_command_line
{
    public static TheoryData<string> Verbs => [.. VerbTable.Names.Where(name => name != "help")];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void helps_with_every_verb_and_alias(string verb)
    {
        var (asked, option, early) = (new Screen(), new Screen(), new Screen());
        Assert.Equal(0, asked.Run("help", verb));
        Assert.Equal(0, option.Run(verb, "--help"));
        Assert.Equal(0, early.Run("--home", "/nowhere", verb, "-h"));
        Assert.Equal(asked.Out, option.Out);
        Assert.Equal(asked.Out, early.Out);
        Assert.Contains("Examples:", asked.Out, StringComparison.Ordinal);
        Assert.Contains("--home DIR", asked.Out, StringComparison.Ordinal);
        Assert.Contains("--json", asked.Out, StringComparison.Ordinal);
        Assert.Empty(asked.Err);
    }

    [Fact]
    public void knows_every_verb_of_the_contract() => Assert.Equal(
        ["answer", "ask", "cancel", "config", "get", "help", "kill", "list", "logs", "ls", "note", "queue", "remove", "repair", "restart", "resume", "rm", "start", "status",
            "stop", "sweep", "wait", "watch"],
        VerbTable.Names.Order(StringComparer.Ordinal));

    [Fact]
    public void shows_help_and_version_where_asked_and_refuses_nothing_at_all()
    {
        var (help, version, nothing) = (new Screen(), new Screen(), new Screen());
        Assert.Equal((0, 0, 64), (help.Run("-h"), version.Run("--version"), nothing.Run()));
        Assert.StartsWith("mill 0.", version.Out, StringComparison.Ordinal);
        Assert.Equal(help.Out, nothing.Err);
        Assert.Empty(nothing.Out);
    }

    [Theory]
    [InlineData("strat", "mill start")]
    [InlineData("strt", "mill start")]
    [InlineData("kil", "mill kill")]
    [InlineData("lss", "mill ls")]
    [InlineData("repiar", "mill repair")]
    [InlineData("rest", "mill restart")]
    public void suggests_the_verb_that_was_meant(string word, string meant)
    {
        var screen = new Screen();
        Assert.Equal(64, screen.Run(word));
        Assert.Contains($"Did you mean '{meant}'?", screen.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("q")]
    public void suggests_nothing_where_nothing_is_near(string word)
    {
        var screen = new Screen();
        Assert.Equal(64, screen.Run(word));
        Assert.DoesNotContain("Did you mean", screen.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("stop", "stop", 0)]
    [InlineData("stop", "", 4)]
    [InlineData("stpo", "stop", 1)]
    [InlineData("STOP", "stop", 0)]
    [InlineData("kitten", "sitting", 3)]
    public void counts_what_two_words_differ_in(string one, string other, int distance)
    {
        Assert.Equal(distance, Nearest.Distance(one, other));
        Assert.Equal(distance, Nearest.Distance(other, one));
    }

    [Theory]
    [InlineData("ls", "--json", "--statsu", "x")]
    [InlineData("--json", "strat")]
    [InlineData("get", "--json")]
    [InlineData("--json")]
    public void tells_programs_of_an_error_on_standard_output_and_people_on_standard_error(params string[] words)
    {
        var screen = new Screen();
        Assert.Equal(64, screen.Run(words));
        var error = JsonDocument.Parse(screen.Out).RootElement.GetProperty("error");
        Assert.Equal(["code", "message", "target"], error.EnumerateObject().Select(one => one.Name));
        Assert.Equal("Usage", error.GetProperty("code").GetString());
        Assert.Contains(error.GetProperty("message").GetString()!, screen.Err, StringComparison.Ordinal);
        Assert.Single(screen.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("start", "no-such-tool", "--json")]
    [InlineData("start", "--merge", "no-such-tool", "--json", "--", "--json")]
    [InlineData("start", "--priority", "1", "true", "--json")]
    public void leaves_its_own_options_to_a_command_also_in_an_error(params string[] words)
    {
        using var home = new TestHome();
        var screen = new Screen();
        Assert.NotEqual(0, screen.Run(["--home", home.Home, .. words]));
        Assert.Empty(screen.Out);
        Assert.NotEmpty(screen.Err);
    }

    [Theory]
    [InlineData("start", "--json", "no-such-tool")]
    [InlineData("--json", "start", "no-such-tool")]
    [InlineData("--json", "start", "--", "no-such-tool")]
    public void tells_programs_what_became_of_their_command(params string[] words)
    {
        using var home = new TestHome();
        var screen = new Screen();
        Assert.Equal(1, screen.Run(["--home", home.Home, .. words]));
        Assert.Equal("CommandNotFound", Jsons.Parse(screen.Out).Text("error.code"));
    }

    [Fact]
    public void sends_no_control_characters_of_a_wrong_word_to_the_terminal()
    {
        var screen = new Screen();
        screen.Run("\x1b[2Jls\a");
        Assert.Contains("\\x1b[2Jls\\x07", screen.Err, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', screen.Err);
    }

    [Fact]
    public void ends_quietly_where_nobody_reads()
    {
        var screen = new Screen { IsClosed = true };
        Assert.Equal(1, screen.Run("--help"));
        Assert.Empty(screen.Err);
    }

    [Theory]
    [InlineData(RunStatus.Complete, EffectiveStatus.Complete, 0)]
    [InlineData(RunStatus.Complete, EffectiveStatus.Ending, 0)]
    [InlineData(RunStatus.Failed, EffectiveStatus.Failed, 3)]
    [InlineData(RunStatus.Failed, EffectiveStatus.Ending, 3)]
    [InlineData(RunStatus.Cancelled, EffectiveStatus.Cancelled, 4)]
    [InlineData(RunStatus.Running, EffectiveStatus.Lost, 3)]
    [InlineData(RunStatus.Running, EffectiveStatus.Running, 1)]
    public void exits_by_what_became_of_the_run(RunStatus status, EffectiveStatus effective, int code) =>
        Assert.Equal(code, Exit.Of(new Run { Id = "x", Directory = "/x", Status = status, EffectiveStatus = effective }));

    [Fact]
    public void exits_with_2_for_a_wait_that_timed_out_alone()
    {
        foreach (var error in Enum.GetValues<MillError>())
            Assert.Equal(error == MillError.TimedOut ? 2 : 1, Exit.Of(error));
    }

    [Fact]
    public void exits_with_the_worst_of_several()
    {
        int[] ordered = [Exit.Ok, Exit.Cancelled, Exit.TimedOut, Exit.Failed, Exit.Error];
        for (var i = 0; i < ordered.Length; i++)
            for (var j = 0; j < ordered.Length; j++)
                Assert.Equal(ordered[Math.Max(i, j)], Exit.Worse(ordered[i], ordered[j]));
    }

    [Theory]
    [InlineData("not-permitted", 1)]
    [InlineData("unkillable", 1)]
    [InlineData("allowed-background", 0)]
    [InlineData("has-log-open", 0)]
    public void calls_a_stop_or_repair_that_left_processes_an_error_unless_they_may_stay(string why, int code)
    {
        Survivor[] left = [new(1, "2", "c", why)];
        Assert.Equal(code, StopVerb.Code(new StopOutcome { Id = "x", Survivors = left }));
        Assert.Equal(code, StopVerb.Code(new StopOutcome { Id = "x", Nested = [new StopOutcome { Id = "y", Survivors = left }] }));
        Assert.Equal(code, RepairVerb.Code(new RepairOutcome { Id = "x", Verdict = "lost", Reason = "its worker is gone", Action = "fail", Survivors = left }));
    }
}
