using Mill.PowerShell;
using Mill.Runs;

namespace Mill.Tests.Cmdlets;

/// <summary>What those are told who stay with a run, and who leave.</summary>
public sealed class Staying_with_a_run
{
    const string Id = "20260102-030405-abcd";

    [Theory]
    [InlineData(EffectiveStatus.Failed, RunStatus.Failed, 3, null, "Run 20260102-030405-abcd failed after 3s: exit code 3")]
    [InlineData(EffectiveStatus.Ending, RunStatus.Failed, 3, null, "Run 20260102-030405-abcd failed after 3s: exit code 3")]
    [InlineData(EffectiveStatus.Failed, RunStatus.Failed, 143, "it took longer than 3s", "Run 20260102-030405-abcd failed after 3s: it took longer than 3s")]
    [InlineData(EffectiveStatus.Cancelled, RunStatus.Cancelled, null, null, "Run 20260102-030405-abcd was cancelled after 3s")]
    [InlineData(EffectiveStatus.Lost, RunStatus.Running, null, null, "Run 20260102-030405-abcd is lost after 3s: its worker is gone")]
    [InlineData(EffectiveStatus.Complete, RunStatus.Complete, 0, null, "Run 20260102-030405-abcd complete after 3s")]
    public void says_how_it_ended(EffectiveStatus truth, RunStatus status, int? exitCode, string? message, string sentence) =>
        Assert.Equal(sentence, Attending.Sentence(Ended(truth, status, exitCode) with { Message = message }));

    [Fact]
    public void leaves_people_their_words()
    {
        var stopped = Ended(EffectiveStatus.Cancelled, RunStatus.Cancelled, null) with
        {
            Name = "mill logs",
            Reason = Reason.Cancelled,
            Message = "rebuild with --force, see mill logs",
        };
        Assert.Equal("Run 20260102-030405-abcd (mill logs) was cancelled after 3s: rebuild with --force, see mill logs", Attending.Sentence(stopped));
        Assert.Equal(stopped.Message, new MillRun(stopped, "/home").Message);
    }

    [Fact]
    public void is_told_in_cmdlets_what_Mill_says_itself()
    {
        var failed = Ended(EffectiveStatus.Failed, RunStatus.Failed, null) with { Reason = Reason.SpawnFailed, Message = "The folder 'mill logs' does not exist; give another with --cwd." };
        const string here = "The folder 'mill logs' does not exist; give another with -WorkingDirectory.";
        Assert.Equal($"Run 20260102-030405-abcd failed after 3s: {here}", Attending.Sentence(failed));
        Assert.Equal(here, new MillRun(failed, "/home").Message);
    }

    [Theory]
    [InlineData(RunStatus.Complete, 0, 0)]
    [InlineData(RunStatus.Complete, null, 0)]
    [InlineData(RunStatus.Failed, 3, 3)]
    [InlineData(RunStatus.Failed, 0, 1)]
    [InlineData(RunStatus.Cancelled, null, 1)]
    [InlineData(RunStatus.Running, null, 1)]
    public void gives_an_exit_code_that_is_0_only_for_a_good_end(RunStatus status, int? exitCode, int code) =>
        Assert.Equal(code, Attending.ExitCode(Ended((EffectiveStatus)status, status, exitCode)));

    [Fact]
    public void tells_who_leaves_how_to_come_back()
    {
        Assert.Null(Attending.Farewell("Wait-MillRun", [], null));
        Assert.Equal("The run goes on: Wait-MillRun a", Attending.Farewell("Wait-MillRun", ["a"], null));
        Assert.Equal("2 runs go on: Watch-MillRun a, b -MillHome '/it''s here'", Attending.Farewell("Watch-MillRun", ["a", "b"], "/it's here"));
    }

    [Fact]
    public void tells_each_question_once_and_how_to_answer_it()
    {
        var asked = new Asked();
        Run Asking(params string[] ids) => Ended(EffectiveStatus.Waiting, RunStatus.Waiting, null) with { Questions = [.. ids.Select(id => new Question { Id = id, Text = "Go on?" })] };

        Assert.Equal([$"Run {Id} asks q1: Go on?. To answer: Send-MillAnswer {Id} ANSWER"], asked.News(Asking("q1")));
        Assert.Equal([$"Run {Id} asks q2: Go on?. To answer: Send-MillAnswer {Id} ANSWER -Question q2"], asked.News(Asking("q1", "q2")));
        Assert.Empty(asked.News(Asking("q2")));
    }

    [Fact]
    public async Task sees_the_end_of_a_run_that_is_lost_while_it_asks()
    {
        using var home = new TestHome();
        var id = home.StartScript("mill ask 'Go on?'");
        var seen = new List<Run>();
        var staying = Task.Run(() =>
        {
            foreach (var run in home.Client.Attend(home.Client.Find(id))) lock (seen) seen.Add(run);
        });
        Until.True(() => { lock (seen) return seen.Count > 0; }, TimeSpan.FromSeconds(60), "it asks");
        home.KillWorker(id);
        await staying.WaitAsync(TimeSpan.FromSeconds(15));

        Assert.Equal([true, false], seen.Select(Asked.IsAll));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void tells_what_it_asks_while_it_goes_on(bool isWatched)
    {
        using var home = new TestHome();
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var id = home.Client.Find(home.StartScript("echo before; mill ask 'Go on?' && echo after"));
        var (shown, warned) = (new List<string>(), new List<string>());
        var ended = new Attendance(home.Client, act => act(), tooLong.Token).ToTheEnd(home.Client.Get(id), isWatched ? line => shown.Add(line.Text) : null, said =>
        {
            warned.Add(said);
            home.Client.Answer(id, new AnswerRequest { Answer = "yes" });
        });

        Assert.Equal(RunStatus.Complete, ended?.Status);
        Assert.Equal([$"Run {id} asks q1: Go on?. To answer: Send-MillAnswer {id} ANSWER"], warned);
        Assert.Equal(isWatched ? ["before", "yes", "after"] : [], shown);
    }

    [Fact]
    public void may_be_left_and_leaves_the_run_alone()
    {
        using var home = new TestHome();
        using var leaving = new CancellationTokenSource();
        var run = home.Client.Get(home.Client.Find(home.StartScript("echo here; sleep 600")));

        Assert.Null(new Attendance(home.Client, act => act(), leaving.Token).ToTheEnd(run, _ => leaving.Cancel(), _ => { }));
        Assert.Equal("running", home.Get(run.Id).Text("effectiveStatus"));
    }

    static Run Ended(EffectiveStatus truth, RunStatus status, int? exitCode) => new()
    {
        Id = Id,
        Directory = "/nowhere",
        EffectiveStatus = truth,
        Status = status,
        ExitCode = exitCode,
        DurationMs = 3000,
        HealthReason = "its worker is gone",
    };
}
