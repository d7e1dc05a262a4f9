using System.Collections;
using Mill.PowerShell;
using Mill.PowerShell.Views;
using Mill.Runs;
using Mill.Tests.Cli;

namespace Mill.Tests.Cmdlets;

/// <summary>The text of cells, of plain values.</summary>
public sealed class A_cell
{
    static readonly DateTime s_now = new(2026, 1, 1, 12, 10, 0);

    [Theory]
    [InlineData("running", "healthy", false, "running")]
    [InlineData("running", "quiet", false, "running")]
    [InlineData("running", "stale", false, "running (stale)")]
    [InlineData("pending", "unknown", false, "pending (unknown)")]
    [InlineData("ending", "healthy", true, "ending (overdue)")]
    [InlineData("lost", "dead", true, "lost")]
    [InlineData("complete", "ended", true, "complete")]
    public void of_a_status_says_what_is_wrong(string status, string health, bool mismatch, string text) =>
        Assert.Equal(text, Cells.Status(null, status, health, mismatch));

    [Theory]
    [InlineData("exit", 3, null, "failed (exit 3)")]
    [InlineData("signal", 137, "SIGKILL", "failed (SIGKILL)")]
    [InlineData("timeout", 143, "SIGTERM", "failed (timeout)")]
    [InlineData("worker-lost", null, null, "failed (worker-lost)")]
    [InlineData(null, null, null, "failed")]
    public void of_a_failure_says_how(string? reason, int? code, string? signal, string text) =>
        Assert.Equal(text, Cells.Status(null, "failed", "ended", false, reason, code, signal));

    [Theory]
    [InlineData("running", 142, 184, "running 77%")]
    [InlineData("running", 0, 1, "running")]
    [InlineData("waiting", 142, 184, "waiting")]
    [InlineData("complete", 3, 3, "complete")]
    public void of_a_status_says_how_far_it_is(string status, int done, int total, string text) =>
        Assert.Equal(text, Cells.Status(null, status, "healthy", false, progress: new MillProgress(new Progress(done, total, null))));

    [Fact]
    public void of_what_a_run_does_has_first_what_it_tells()
    {
        var progress = new MillProgress(new Progress(142, 184, null));
        var run = Some.Running with { EffectiveStatus = EffectiveStatus.Waiting, Questions = [new Question { Id = "q1", Text = "Deploy?", Choices = ["yes", "no"] }] };
        MillQuestion[] questions = [new(run, run.Questions[0], "/home")];
        Assert.Equal("sleep 600", Cells.Doing(null, "sleep 600", "running", null, null, null));
        Assert.Equal(@"142/184 (77%)  a\x1b[2J  # sleep 600", Cells.Doing(null, "sleep 600", "running", null, progress, "a\x1b[2J"));
        Assert.Equal("Deploy? (yes, no)  # sleep 600", Cells.Doing(null, "sleep 600", "waiting", questions, progress, "a note"));
        Assert.Equal("sleep 600", Cells.Doing(null, "sleep 600", "complete", null, progress, "a note"));
        Assert.Contains($"\nSend-MillAnswer {run.Id} yes", Cells.Questions(null, questions), StringComparison.Ordinal);
        Assert.Equal("", Cells.Questions(null, null));
    }

    [Fact]
    public void of_a_status_of_something_that_was_read_back_in_part_is_empty() => Assert.Equal("", Cells.Status(null, null, null, false));

    [Theory]
    [InlineData("nightly", "sleep 600", 0, "nightly")]
    [InlineData(null, "sleep 600", 0, "sleep 600")]
    [InlineData("", "sleep 600", 1, "└ sleep 600")]
    [InlineData("build", null, 3, "    └ build")]
    [InlineData("a\x1b[2Jb\r", null, 0, @"a\x1b[2Jb\r")]
    public void of_a_name_is_the_name_or_the_command_as_far_in_as_it_is_deep(string? name, string? command, int depth, string text) =>
        Assert.Equal(text, Cells.Name(null, name, command, depth));

    [Fact]
    public void of_a_moment_says_how_long_ago_it_was()
    {
        Assert.Equal("3m ago", Cells.Ago(s_now.AddSeconds(-190), s_now));
        Assert.Equal("0s ago", Cells.Ago(s_now.AddHours(1), s_now));
        Assert.Equal("", Cells.Ago(null, s_now));
        Assert.Equal("2026-01-01 11:10:00 (1h ago)", Cells.At(s_now.AddHours(-1), s_now));
        Assert.Equal("12:10:00", Cells.Clock(s_now));
        Assert.Equal("", Cells.Clock(null));
    }

    [Fact]
    public void of_lines_spells_out_what_would_move_the_cursor_and_keeps_the_lines_apart() =>
        Assert.Equal("one\n\\x1b[1mtwo", Cells.Lines(new ArrayList { "one", "\x1b[1mtwo" }));

    [Fact]
    public void of_tags_takes_any_dictionary()
    {
        Assert.Equal("kind=report", Cells.Tags(new Dictionary<string, string> { ["kind"] = "report" }));
        Assert.Equal("kind=report", Cells.Tags(new Hashtable { ["kind"] = "report" }));
        Assert.Equal("", Cells.Tags(null));
    }

    [Fact]
    public void of_a_heartbeat_says_how_old_it_is_and_what_memory_was_taken()
    {
        Assert.Equal("5s ago, worker 7.5 MB, processes 120 MB", Cells.Heartbeat(TimeSpan.FromSeconds(5), 7.5, 120));
        Assert.Equal("5s ago", Cells.Heartbeat(TimeSpan.FromSeconds(5), null, null));
    }

    [Fact]
    public void of_limits_names_those_that_are_set() => Assert.Equal(
        "time 10m, memory 512 MB by cgroup, processors 1.5 by affinity",
        Cells.Limits(TimeSpan.FromMinutes(10), null, 512L << 20, "cgroup", 1.5, "affinity", null));

    [Fact]
    public void of_a_limit_that_is_only_watched_says_by_whom() =>
        Assert.Equal("memory 20 MB by its worker", Cells.Limits(null, null, 20L << 20, "watched", null, null, null));

    [Fact]
    public void of_a_process_is_a_line_of_columns() =>
        Assert.Equal("     12  sleeping    1.6 MB            └ sleep", Cells.Process(12, "sleep", 1, "sleeping", 1_677_722, null));

    [Fact]
    public void of_a_stop_is_a_sentence()
    {
        Assert.Equal("had already ended (complete)", Cells.Stopped("complete", true, 0, 0, null, 0));
        Assert.Equal("cancelled; 3 asked to end, 1 had to be ended; still there: 7 sh (not-permitted); runs inside it stopped: 2",
            Cells.Stopped("cancelled", false, 3, 1, new[] { "7 sh (not-permitted)" }, 2));
    }

    [Theory]
    [InlineData("fail", true, "failed", "lost: its worker is gone -> recorded it as failed")]
    [InlineData("end-orphans", false, null, "lost: its worker is gone -> would end what is left of it")]
    [InlineData("none", false, "running", "lost: its worker is gone")]
    public void of_a_repair_is_a_sentence(string action, bool repaired, string? status, string text) =>
        Assert.Equal(text, Cells.Repaired("lost", "its worker is gone", action, repaired, status, null));

    [Theory]
    [InlineData("lost", "dead", true, "Repair-MillRun x  # puts the record right\nResume-MillRun x  # runs again what had not finished")]
    [InlineData("failed", "ended", false, "Get-MillLog x -Tail 50  # what it printed last\nResume-MillRun x  # runs again what had not finished")]
    [InlineData("running", "stale", false, "Repair-MillRun x -WhatIf  # says what is known of it")]
    [InlineData("running", "healthy", false, "")]
    public void of_what_comes_next_is_what_to_type_here(string status, string health, bool mismatch, string text) =>
        Assert.Equal(text, Cells.Next(null, "x", status, health, mismatch));

    [Fact]
    public void of_what_a_watch_saw_is_fit_for_a_terminal() => Assert.Equal(@"bell\x07", Cells.Item(null, "out", "bell\a"));

    [Theory]
    [InlineData("build.2", "build.2 | said")]
    [InlineData("main.1", "said")]
    [InlineData(null, "said")]
    public void of_a_line_says_whose_it_is_where_there_are_several(string? spawn, string text) => Assert.Equal(text, Cells.Item(null, "out", "said", spawn));

    [Theory]
    [InlineData("skipped", "build", "dependency-failed", false, "because of build")]
    [InlineData("skipped", null, "timeout", false, "timeout")]
    [InlineData("failed", null, "exit", true, "may fail")]
    [InlineData("failed", null, "exit", false, "")]
    public void of_a_task_says_why_where_another_is_to_blame(string status, string? because, string? reason, bool allowed, string text) =>
        Assert.Equal(text, Cells.TaskNote(status, because, reason, null, allowed));

    [Fact]
    public void of_progress_is_whole_and_in_hundredths() => Assert.Equal("12/18 (67%), now test.1", Cells.Progress(12, 18, "test.1"));

    [Fact]
    public void of_a_run_tells_its_story_in_a_line()
    {
        Assert.Matches("^failed \\(exit 3\\), [0-9]+[a-z] ago: false$", Cells.Sentence(Some.Failed with { Reason = Runs.Reason.Exit }));
        Assert.Matches("^running \\(stale\\), [0-9]+[a-z] ago, nightly: dotnet test -c Release --filter 'a name with spaces'$", Cells.Sentence(Some.Stale));
    }
}
