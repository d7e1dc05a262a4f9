using System.Text.Json;
using Mill.Cli.Text;
using Mill.Runs;

namespace Mill.Tests.Cli;

/// <summary>The page of a run, and the lines that verbs end with.</summary>
public sealed class What_people_read
{
    [Fact]
    public void of_a_run_that_asks_is_each_question_and_how_to_answer_it()
    {
        var one = new Question { Id = "q1", Text = "Deploy\x1b?", Choices = ["yes", "not yet"], Default = "yes", AskedAt = Some.Now.AddMinutes(-3), ExpiresAt = Some.Now.AddHours(1) };
        var page = new RunPage(Some.Now, default).Of(Some.Running with
        {
            EffectiveStatus = EffectiveStatus.Waiting,
            Questions = [one, one with { Id = "q2", Text = "Which?", Choices = null, Default = null }],
            Note = "nearly there",
            NotedAt = Some.Now.AddMinutes(-5),
        });
        Assert.Contains(@"Question      q1: Deploy\x1b? (yes, not yet; else yes)", page, StringComparison.Ordinal);
        Assert.Contains("Asked         2026-01-01 12:07:00Z (3m ago), open until 2026-01-01 13:10:00Z\n", page, StringComparison.Ordinal);
        Assert.Contains("Answer        mill answer 20260101-120000-abcd yes --question q1\n", page, StringComparison.Ordinal);
        Assert.Contains("Answer        mill answer 20260101-120000-abcd ANSWER --question q2\n", page, StringComparison.Ordinal);
        Assert.Contains("Note          nearly there (5m ago)\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void of_a_run_that_is_lost_ends_with_what_to_type() => Assert.Equal(
        """
        Run           20251230-120000-lost
        Name          a rather long name for a run
        Status        lost
        Health        dead: its worker is gone
        Command       sleep 600
        In            /src
        Created       2025-12-30 12:10:00Z (2d ago)
        Started       2025-12-30 12:10:00Z (2d ago)
        Worker        pid 123 on host, mill 0.1.0
        Heartbeat     5s ago, worker 7.5 MB, processes 120 MB
        Folder        /home/u/.mill/runs/20260101-120000-abcd
        Next          mill repair 20251230-120000-lost  puts the record right
        Next          mill resume 20251230-120000-lost  runs again what had not finished

        """, new RunPage(Some.Now, default).Of(Some.Lost), ignoreLineEndingDifferences: true);

    [Fact]
    public void of_a_run_that_failed_says_why_and_where_its_output_is()
    {
        var page = new RunPage(Some.Now, default).Of(Some.Failed with { Message = "ran\x1b[1m out" });
        Assert.Contains("Exit code     3\n", page, StringComparison.Ordinal);
        Assert.Contains(@"Last error    ran\x1b[1m out", page, StringComparison.Ordinal);
        Assert.Contains("Ended         2026-01-01 11:11:00Z (59m ago)\n", page, StringComparison.Ordinal);
        Assert.Contains("mill logs 20260101-110000-wxyz -n 50", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Next", new RunPage(Some.Now, default).Of(Some.Running), StringComparison.Ordinal);
    }

    [Fact]
    public void of_a_resume_is_how_much_is_done_and_what_comes_next() => Assert.Equal(
        "Completed: 1/3 tasks\nContinuing from: build",
        Sentences.Resumed(new ResumeOutcome("x", 2, ["fetch"], ["build", "test"], null)));

    [Fact]
    public void of_a_resume_names_what_is_left_out() => Assert.Equal(
        "Completed: 0/3 tasks\nContinuing from: b\\x1b[1m\nLeft out: c, d",
        Sentences.Resumed(new ResumeOutcome("x", 2, [], ["b\x1b[1m"], null) { LeftOut = ["c", "d"] }));

    static RunPage Page => new(Some.Now, default);

    [Fact]
    public void of_a_plan_is_how_far_it_is_and_each_task_what_failed_first() => Assert.Contains(
        """
        Progress      2/6 (33%), now build
        Task          test    failed (SIGSEGV), 10s, attempt 3
        Task          lint    failed (exit 2), 10s, may fail
        Task          build   running, 5s
        Task          deploy  retrying (exit 1), 10s, again in 8s
        Task          fetch   complete, 10s
        Task          pack    skipped, because of test
        Folder
        """, Page.Of(Some.Plan(
            new TaskRecord { Name = "fetch", Status = TaskState.Complete },
            new TaskRecord { Name = "build", Status = TaskState.Running, StartedAt = Some.Now.AddSeconds(-5) },
            new TaskRecord { Name = "test", Status = TaskState.Failed, Attempts = 3, Reason = Reason.Signal, ExitCode = 139, Signal = "SIGSEGV" },
            new TaskRecord { Name = "lint", Status = TaskState.Failed, Reason = Reason.Exit, ExitCode = 2, AllowFailure = true },
            new TaskRecord { Name = "deploy", Status = TaskState.Retrying, Reason = Reason.Exit, ExitCode = 1, RetryAt = Some.Now.AddSeconds(8) },
            new TaskRecord { Name = "pack", Status = TaskState.Skipped, Because = "test", Reason = Reason.DependencyFailed })),
        StringComparison.Ordinal);

    [Fact]
    public void of_a_plan_has_thirty_tasks_at_most_and_says_how_many_more_there_are()
    {
        var page = Page.Of(Some.Plan([.. Enumerable.Range(1, 40).Select(number => new TaskRecord { Name = $"t{number}", Status = number == 40 ? TaskState.Failed : TaskState.Pending })]));
        Assert.Equal(30, page.Split('\n').Count(line => line.StartsWith("Task ", StringComparison.Ordinal)));
        Assert.Contains("\nTask          t40  failed, 10s\n", page, StringComparison.Ordinal);
        Assert.Contains("\n              and 10 more\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "Expected      usually done in about 3m (at 12:13Z)\n")]
    [InlineData(-2, "Expected      usually done 2m ago (at 12:08Z)\n")]
    [InlineData(60 * 24, "Expected      usually done in about 1d (at 2026-01-02 12:10Z)\n")]
    public void of_a_run_whose_like_is_known_is_when_it_is_usually_done(int minutes, string line) =>
        Assert.Contains(line, Page.Of(Some.Running with { ExpectedEndAt = Some.Now.AddMinutes(minutes) }), StringComparison.Ordinal);

    [Fact]
    public void of_a_stop_counts_what_was_ended_and_names_who_is_left()
    {
        Assert.Equal("x  had already ended (complete)",
            Sentences.Stopped(new StopOutcome { Id = "x", Status = RunStatus.Complete, AlreadyTerminal = true }));
        Assert.Equal("x  cancelled; 3 asked to end, 1 had to be ended; still there: 7 sh (not-permitted)", Sentences.Stopped(new StopOutcome
        {
            Id = "x",
            Status = RunStatus.Cancelled,
            TermSent = 3,
            KillSent = 1,
            Survivors = [new Survivor(7, "1", "sh", "not-permitted")],
        }));
    }

    [Theory]
    [InlineData("fail", true, "x  lost: its worker is gone -> recorded it as failed")]
    [InlineData("end-orphans", false, "x  lost: its worker is gone -> would end what is left of it")]
    [InlineData("none", false, "x  lost: its worker is gone")]
    public void of_a_repair_is_the_verdict_and_what_was_done(string action, bool repaired, string line) =>
        Assert.Equal(line, Sentences.Repaired(new RepairOutcome
        {
            Id = "x",
            Verdict = "lost",
            Reason = "its worker is gone",
            Action = action,
            Repaired = repaired,
            Status = repaired ? RunStatus.Failed : null,
        }));

    [Fact]
    public void of_an_event_is_the_time_and_what_tells_something() => Assert.Equal(
        @"12:10:00Z  spawn:error  main.1  failed  exit  exit code 3  no\x1b room",
        EventText.Of(new RunEvent
        {
            RunId = "x",
            Type = EventTypes.SpawnError,
            Timestamp = Some.Now,
            Payload = JsonDocument.Parse(
                """{"spawnId":"main.1","task":"main","status":"failed","reason":"exit","message":"no\u001b room","exitCode":3,"signal":null}""").RootElement,
        }));

    [Theory]
    [InlineData("""{"text":"half","done":"task:skipped","total":2}""")]
    [InlineData("""{"text":"half","done":1,"total":"x"}""")]
    public void of_an_event_is_no_number_where_something_else_stands(string payload) => Assert.Contains("half",
        EventText.Of(new RunEvent { RunId = "x", Type = EventTypes.SpawnMilestone, Timestamp = Some.Now, Payload = JsonDocument.Parse(payload).RootElement }), StringComparison.Ordinal);

    [Fact]
    public void of_an_event_says_nothing_twice() => Assert.Equal(
        "12:10:00Z  spawn:error  main.1  failed  exit  exit code 3",
        EventText.Of(new RunEvent
        {
            RunId = "x",
            Type = EventTypes.SpawnError,
            Timestamp = Some.Now,
            Payload = JsonDocument.Parse(
                """{"spawnId":"main.1","status":"failed","reason":"exit","message":"exit code 3","exitCode":3}""").RootElement,
        }));

    [Theory]
    [InlineData("日本語", 6)]
    [InlineData("e\u0301", 1)]
    [InlineData("👍", 2)]
    [InlineData("plain", 5)]
    public void takes_so_many_columns(string text, int columns) => Assert.Equal(columns, Cells.Width(text));
}
