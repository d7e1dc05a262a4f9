namespace Mill.Tests.EndToEnd;

/// <summary>Notes that a run's process takes with <c>mill note</c>, and notes of others.</summary>
public sealed class A_note_from_a_run : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void is_seen_in_every_view_and_kept_after_the_end()
    {
        var id = _home.StartScript("mill note 'the tables' --progress 142/184; while ! [ -e go ]; do sleep 0.05; done");
        Until.True(() => !_home.Get(id).IsNull("note"), s_soon, "the note");
        var run = _home.Get(id);
        Assert.Equal(("the tables", 142L, 184L), (run.Text("note"), run.Number("progress.done"), run.Number("progress.total")));
        Assert.Equal(("the tables", 142L), (run.Text("tasks.0.note"), run.Number("tasks.0.progress.done")));

        Assert.Contains("142/184 (77%)  the tables", _home.Mill("ls").Expect(0).Out, StringComparison.Ordinal);
        var page = _home.Mill("get", id).Expect(0).Out;
        Assert.Contains("Note          the tables (", page, StringComparison.Ordinal);
        Assert.Contains("Progress      142/184 (77%)\n", page, StringComparison.Ordinal);
        Assert.Equal("142", _home.Mill("ls", "--json").Json[0].Text("progress.done"));

        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal(("complete", "the tables"), (_home.Ended(id).Text("status"), _home.Get(id).Text("note")));
        var told = Assert.Single(_home.Events(id, "spawn:milestone")).At("payload");
        Assert.Equal(("main.1", "main", "the tables", 142L, 184L), (told.Text("spawnId"), told.Text("task"), told.Text("text"), told.Number("done"), told.Number("total")));
        Assert.Contains("the tables  142/184 (77%)", _home.Mill("watch", id).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("NOTE", _home.Mill("ls").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void counts_as_activity()
    {
        var spared = _home.RunScript("until [ $(date +%s) -ge $((${since:=$(date +%s)} + 12)) ]; do mill note $((i += 1)); sleep 0.5; done", "--idle-timeout", "10");
        Assert.Equal("complete", spared.Text("status"));
        var ended = _home.RunScript("mill note once; sleep 600", "--idle-timeout", "1");
        Assert.Equal(("failed", "idle-timeout"), (ended.Text("status"), ended.Text("reason")));
    }

    [Fact]
    public void from_outside_is_anybodys_and_tells_no_progress()
    {
        var id = _home.Start("--", "sleep", "600");
        var noted = _home.Mill("note", "--run", id[^4..], "watch\nthis one", "--json").Expect(0).Json;
        Assert.Equal((id, "watch this one", true), (noted.Text("id"), noted.Text("text"), noted.IsNull("spawnId")));
        Assert.Equal("watch this one", _home.Get(id).Text("note"));
        Assert.True(_home.Get(id).IsNull("tasks.0.note"));
        _home.Mill("note", "--run", id, "x", "--progress", "1/2").Expect(64);

        _home.Stop(id);
        _home.Mill("note", "--run", id, "late", "--json").Refuses(MillError.RunIsOver, id);
        _home.Mill("note", "--run", "20200101-000000-aaaa", "x", "--json").Refuses(MillError.RunNotFound);
        Assert.Equal("watch this one", _home.Get(id).Text("note"));
    }

    [Fact]
    public void outside_a_run_is_an_error_that_says_how_to()
    {
        _home.Mill("note", "hello", "--json").Refuses(MillError.NotInRun, "mill note --run");
        _home.MillWith(new RunOptions { Environment = new Dictionary<string, string?> { ["MILL_RUN_ID"] = "20260102-030405-abcd", ["MILL_SPAWN_ID"] = "main.1", ["MILL_RUN_DIR"] = "/tmp" } },
            "note", "hello", "--json").Refuses(MillError.NotInRun, "/tmp");
        _home.Mill("note").Expect(64);
        _home.Mill("note", "one", "two").Expect(64);
    }

    [Theory]
    [InlineData("4/3"), InlineData("half"), InlineData("-1/2"), InlineData("0/0")]
    public void with_a_progress_that_makes_no_sense_is_a_usage_error(string progress) => _home.Mill("note", "x", $"--progress={progress}").Expect(64);

    [Fact]
    public void of_a_process_that_outlives_its_run_is_refused()
    {
        var id = _home.StartScript("(while ! [ -e go ]; do sleep 0.05; done; mill note late --json > late; mill ask late --json >> late) & exit 0", "--allow-background");
        _home.Ended(id);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        _home.Settle();
        Assert.Equal(2, File.ReadAllText(Path.Combine(_home.Work, "late")).Split("RunIsOver").Length - 1);
        Assert.Empty(_home.Events(id, "spawn:milestone"));
    }

    [Fact]
    public void of_an_earlier_attempt_is_refused()
    {
        var id = _home.StartScript("[ -e again ] && exec sleep 600; touch again; (while ! [ -e go ]; do sleep 0.05; done; mill note late --json > late) & exit 3", "--allow-background");
        _home.Ended(id);
        _home.Mill("resume", id).Expect(0);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "late")) && File.ReadAllText(Path.Combine(_home.Work, "late")).Contains("RunIsOver"), s_soon, "it is refused");
        Assert.Empty(_home.Events(id, "spawn:milestone"));
    }

    [Fact]
    public void of_a_run_inside_a_run_is_the_inner_ones()
    {
        var id = _home.StartScript("mill note outer; mill start --wait -- /bin/sh -c 'mill note inner'");
        Assert.Equal(("complete", "outer"), (_home.Ended(id).Text("status"), _home.Get(id).Text("note")));
        var inner = _home.Mill("ls", "--json").Json.EnumerateArray().Single(run => run.Text("parentId") == id);
        Assert.Equal("inner", inner.Text("note"));
    }
}
