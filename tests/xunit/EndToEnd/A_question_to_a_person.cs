using System.Text.Json;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.EndToEnd;

/// <summary>Questions that a run's process asks with <c>mill ask</c>, and people who answer.</summary>
public sealed class A_question_to_a_person : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    string Waiting(string script, params string[] options)
    {
        var id = _home.StartScript(script, options);
        UntilAsked(id, 1);
        return id;
    }

    void UntilAsked(string id, int questions) =>
        Until.True(() => _home.Get(id).Items("questions").Length == questions, s_soon, $"{questions} open", () => _home.Text(id, "events.ndjson"));

    string Out(string id, string spawn = "main.1") => _home.Text(id, $"logs/{spawn}.out");

    [Fact]
    public void is_answered_and_the_script_goes_on_with_the_answer()
    {
        var id = Waiting("a=$(mill ask 'Deploy?' --choice yes --choice no); echo \"$a $?\"");
        var run = _home.Get(id);
        Assert.Equal(("waiting", "waiting", "running"), (run.Text("status"), run.Text("effectiveStatus"), run.Text("tasks.0.status")));
        Assert.Equal(("q1", "Deploy?", "main.1"), (run.Text("questions.0.id"), run.Text("questions.0.text"), run.Text("questions.0.spawnId")));

        Assert.Contains($"mill answer {id} yes", _home.Mill("get", id).Expect(0).Out, StringComparison.Ordinal);
        Assert.Contains("Deploy? (yes, no)", _home.Mill("ls", "--status", "waiting").Expect(0).Out, StringComparison.Ordinal);

        var answered = _home.Mill("answer", id, "YES", "--json").Expect(0).Json;
        Assert.Equal(("yes", "answered", "q1"), (answered.Text("answer"), answered.Text("how"), answered.Text("question")));
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal("yes 0\n", Out(id));
        Assert.Equal(["run:waiting", "run:answered", "run:status"],
            _home.Events(id).Select(one => one.Text("type")!).SkipWhile(type => type != "run:waiting").Take(3));
        Assert.NotEqual("", _home.Events(id, "run:answered")[0].Text("payload.by"));
    }

    [Fact]
    public void that_is_refused_an_answer_stays_open()
    {
        var id = Waiting("mill ask 'Deploy?' --choice yes --choice no");
        _home.Mill("answer", id, "maybe", "--json").Refuses(MillError.AnswerRefused, "yes, no");
        Assert.Equal("waiting", _home.Get(id).Text("status"));
        _home.Mill("answer", id, "no", "--question", "q2", "--json").Refuses(MillError.NothingAsked, "q2", "q1");
        _home.Mill("answer", id).Expect(64);
        _home.Mill("answer", id, "no").Expect(0);
        _home.Ended(id);
        _home.Mill("answer", id, "no", "--json").Refuses(MillError.RunIsOver, id);
        Assert.Equal("no\n", Out(id));
    }

    [Theory]
    [InlineData("", " 2")]
    [InlineData("--default no", "no 0")]
    [InlineData("--choice yes --choice No --default no", "No 0")]
    public void that_nobody_answers_in_time_exits_with_2_or_prints_its_default(string options, string said)
    {
        var id = _home.StartScript($"a=$(mill ask 'Anybody?' --timeout 300ms {options}); echo \"$a $?\"");
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal(said + "\n", Out(id));
        Assert.Equal(options.Length == 0 ? "expired" : "default", _home.Events(id, "run:answered")[0].Text("payload.how"));
    }

    [Fact]
    public void is_heard_once_of_those_who_answer_at_the_same_time()
    {
        var id = Waiting("mill ask 'Which?'");
        var answers = Enumerable.Range(0, 3).AsParallel().WithDegreeOfParallelism(3).Select(number => _home.Mill("answer", id, $"{number}", "--json")).ToArray();
        var heard = Assert.Single(answers, one => one.ExitCode == 0);
        Assert.All(answers.Where(one => one != heard), one => Assert.Contains(one.Json.Text("error.code"), new[] { "NothingAsked", "RunIsOver" }));
        _home.Ended(id);
        Assert.Equal(heard.Json.Text("answer") + "\n", Out(id));
        Assert.Single(_home.Events(id, "run:answered"));
    }

    [Fact]
    public void of_two_at_the_same_time_needs_its_name()
    {
        var id = _home.StartScript("mill ask 'One?' > one & mill ask 'Other?' > other & wait");
        UntilAsked(id, 2);
        _home.Mill("answer", id, "x", "--json").Refuses(MillError.QuestionAmbiguous, "q1", "q2", "One?", "Other?");
        var one = _home.Get(id).Items("questions").Single(asked => asked.Text("text") == "One?").Text("id")!;
        _home.Mill("answer", id, "first", "--question", one).Expect(0);
        Assert.Equal("waiting", _home.Get(id).Text("status"));
        _home.Mill("answer", id, "second").Expect(0);
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal(("first\n", "second\n"), (File.ReadAllText(Path.Combine(_home.Work, "one")), File.ReadAllText(Path.Combine(_home.Work, "other"))));
    }

    [Fact]
    public void ends_with_4_when_its_run_is_stopped()
    {
        var id = Waiting("trap : TERM; mill ask 'Go?' 2> err; echo $? > code");
        Assert.Equal("cancelled", _home.Stop(id, "--grace", "60").Text("status"));
        Assert.Equal("4\n", File.ReadAllText(Path.Combine(_home.Work, "code")));
        Assert.Contains("stopped", File.ReadAllText(Path.Combine(_home.Work, "err")), StringComparison.Ordinal);
        var run = _home.Get(id);
        Assert.Equal(("cancelled", 0), (run.Text("effectiveStatus"), run.Items("questions").Length));
        Assert.False(_home.Repair(id).Is("repaired"));
    }

    [Fact]
    public void ends_with_4_also_when_it_is_asked_to_end_before_it_has_seen_that_its_run_is_stopped()
    {
        var id = Waiting("trap : TERM; mill ask 'Go?'; echo $? > code");
        using (var locked = LockedRun.Take(new HomeFolder(Current.Platform, _home.Home).Run(RunId.TryParse(id, out var run) ? run : default)))
        {
            locked.End(Endings.Of(locked.Record!, new RunEnded(RunStatus.Cancelled, Reason.Cancelled, "stopped", null, null, DateTimeOffset.UtcNow)));
            Until.True(() => _home.Text(id, "logs/worker.log").Contains("the record says cancelled", StringComparison.Ordinal), s_soon, "its worker ends it");
        }
        Until.True(() => File.Exists(Path.Combine(_home.Work, "code")), s_soon, "it has ended");
        _home.Settle();
        Assert.Equal("4\n", File.ReadAllText(Path.Combine(_home.Work, "code")));
    }

    [Theory]
    [InlineData("INT", 130), InlineData("TERM", 143), InlineData("HUP", 129)]
    public void that_is_left_is_closed(string signal, int code)
    {
        // A shell without job control has what it leaves behind ignore INT.
        var id = Waiting($"env --default-signal=INT mill ask 'Go?' & echo $! > asker; wait $!; echo $?; while ! [ -e go ]; do sleep 0.05; done");
        Programs.Run("kill", [$"-{signal}", $"{_home.PidIn("asker")}"], new RunOptions()).Expect(0);
        Until.True(() => _home.Get(id).Text("status") == "running", s_soon, "it goes on", () => _home.Text(id, "events.ndjson"));
        Assert.Equal("gone", _home.Events(id, "run:answered")[0].Text("payload.how"));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        _home.Ended(id);
        Assert.Equal($"{code}\n", Out(id));
    }

    [Fact]
    public void whose_process_was_killed_is_closed_at_the_next_answer_or_when_its_spawn_ends()
    {
        const string Script = "mill ask 'Go?' & echo $! > asker; while ! [ -e go ]; do sleep 0.05; done";
        var (ended, answered) = (Waiting(Script), "");
        Libc.Signal(_home.PidIn("asker"), Libc.Kill);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal("complete", _home.Ended(ended).Text("status"));
        Assert.Equal("gone", _home.Events(ended, "run:answered")[0].Text("payload.how"));

        File.Delete(Path.Combine(_home.Work, "go"));
        File.Delete(Path.Combine(_home.Work, "asker"));
        answered = Waiting(Script);
        var asker = _home.PidIn("asker");
        Libc.Signal(asker, Libc.Kill);
        Until.True(() => !ProcFs.IsAlive(asker), s_soon, "it is gone");
        _home.Mill("answer", answered, "yes", "--json").Refuses(MillError.NothingAsked, "gone");
        Assert.Equal("running", _home.Get(answered).Text("status"));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal("complete", _home.Ended(answered).Text("status"));
    }

    [Fact]
    public void C42_protects_its_run_from_the_limit_of_silence()
    {
        var id = Waiting($"{Talking} mill ask 'Go?'; echo done", "--idle-timeout", "3");
        FallSilent();
        Until.Stays(() => _home.Get(id).Text("status") == "waiting", TimeSpan.FromSeconds(5), "it waits");
        File.Delete(Path.Combine(_home.Work, "asked")); // It talks again: how soon it goes on is another question.
        _home.Mill("answer", id, "yes").Expect(0);
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal("yes\ndone\n", Out(id));
    }

    [Fact]
    public void C42_that_was_answered_protects_no_longer()
    {
        var id = Waiting($"{Talking} mill ask 'Go?'; sleep 600", "--idle-timeout", "3");
        FallSilent();
        Until.Stays(() => _home.Get(id).Text("status") == "waiting", TimeSpan.FromSeconds(4), "it waits");
        _home.Mill("answer", id, "yes").Expect(0);
        var run = _home.Ended(id);
        Assert.Equal(("failed", "idle-timeout"), (run.Text("status"), run.Text("reason")));
        var silence = Moment(_home.Events(id, "worker:limit")[0]) - Moment(_home.Events(id, "run:answered")[0]);
        Assert.InRange(silence, TimeSpan.FromSeconds(2.99), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void C42_protects_no_longer_once_its_process_was_killed()
    {
        var id = Waiting($"{Talking} mill ask 'Go?' & echo $! > asker; sleep 600", "--idle-timeout", "3");
        FallSilent();
        Libc.Signal(_home.PidIn("asker"), Libc.Kill);
        var run = _home.Ended(id);
        Assert.Equal(("failed", "idle-timeout"), (run.Text("status"), run.Text("reason")));
        Assert.Equal("gone", _home.Events(id, "run:answered")[0].Text("payload.how"));
    }

    // However long the question takes to come, its process is not silent before it is there.
    const string Talking = "(while :; do [ -e asked ] || echo . >&2; sleep 0.2; done) &";

    void FallSilent() => File.WriteAllText(Path.Combine(_home.Work, "asked"), "");

    [Fact]
    public void does_not_hold_up_the_limit_of_time()
    {
        var run = _home.RunScript("mill ask 'Go?'", "--timeout", "2");
        Assert.Equal(("failed", "timeout", 0), (run.Text("status"), run.Text("reason"), run.Items("questions").Length));
    }

    [Fact]
    public void of_a_task_leaves_the_others_running_and_goes_with_its_task()
    {
        var plan = Path.Combine(_home.Work, "plan.json");
        File.WriteAllText(plan, """
            { "parallel": 3, "tasks": [
              { "name": "asks", "command": ["/bin/sh", "-c", "mill note waiting --progress 1/2; mill ask 'Go?' > answer"] },
              { "name": "works", "command": ["/bin/sh", "-c", "mill note working --progress 3/4; while ! [ -e go ]; do sleep 0.05; done"] },
              { "name": "dies", "command": ["/bin/sh", "-c", "mill ask 'Never?' & echo $! > asker; while ! [ -e die ]; do sleep 0.05; done; kill -9 $!; exit 0"] } ] }
            """);
        var id = _home.Start("--plan", plan);
        UntilAsked(id, 2);
        Until.True(() => !_home.Get(id).IsNull("tasks.1.note"), s_soon, "all have said what they do");
        var run = _home.Get(id);
        Assert.Equal(("waiting", "running", "running"), (run.Text("status"), run.Text("tasks.0.status"), run.Text("tasks.1.status")));
        Assert.Equal(("waiting", "1", "working", "3"), (run.Text("tasks.0.note"), run.Text("tasks.0.progress.done"), run.Text("tasks.1.note"), run.Text("tasks.1.progress.done")));
        Assert.Equal("0/3", $"{run.Number("progress.done")}/{run.Number("progress.total")}");

        File.WriteAllText(Path.Combine(_home.Work, "die"), "");
        UntilAsked(id, 1);
        Assert.Equal(("gone", "waiting"), (_home.Events(id, "run:answered")[0].Text("payload.how"), _home.Get(id).Text("status")));
        _home.Mill("answer", id, "yes").Expect(0);
        Assert.Equal("running", _home.Get(id).Text("status"));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal("yes\n", File.ReadAllText(Path.Combine(_home.Work, "answer")));
    }

    [Fact]
    public void is_dropped_by_a_resume()
    {
        var id = Waiting("if [ -e again ]; then mill ask 'Again?' --timeout 100ms --default no; else touch again; mill ask 'First?'; fi");
        _home.Stop(id);
        _home.Mill("resume", id).Expect(0);
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal("q2", _home.Events(id, "run:waiting")[^1].Text("payload.id"));
        Assert.Equal("no\n", Out(id, "main.2"));
    }

    [Fact]
    public async Task is_told_once_to_those_who_wait_and_watch()
    {
        var id = _home.StartScript("while ! [ -e go ]; do sleep 0.05; done; mill ask 'Deploy?' --choice yes; echo on");
        string[][] verbs = [["wait", id], ["watch", id], ["watch", id, "--channel", "io"], ["watch", id, "--json"]];
        string Told(int number) => Path.Combine(_home.Work, $"told.{number}");
        var staying = verbs.Select((verb, number) => Task.Run(() => Programs.Run("/bin/sh", ["-c", $"exec mill \"$@\" 2> '{Told(number)}'", "sh", .. verb], _home.At(new RunOptions())))).ToArray();
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        UntilAsked(id, 1);
        // Whoever is slow to come would find it answered.
        for (var number = 0; number < verbs.Length; number++)
            Until.True(() => File.Exists(Told(number)) && File.ReadAllText(Told(number)).Contains("Deploy?", StringComparison.Ordinal), TimeSpan.FromSeconds(60), $"{string.Join(' ', verbs[number])} tells it");
        _home.Mill("answer", id, "yes").Expect(0);
        foreach (var answer in await Task.WhenAll(staying).WaitAsync(s_soon)) answer.Expect(0);
        for (var number = 0; number < verbs.Length; number++)
        {
            Assert.Single(File.ReadAllLines(Told(number)), line => line.Contains("Deploy? (yes)", StringComparison.Ordinal));
            Assert.Contains($"mill answer {id} yes", File.ReadAllText(Told(number)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task is_told_by_a_start_that_stays()
    {
        var start = Task.Run(() => _home.Mill("start", "--watch", "--", "/bin/sh", "-c", "mill ask 'Deploy?' --choice yes"));
        string? Asking() => _home.Client.List().FirstOrDefault(run => run.Questions.Count > 0)?.Id;
        var id = Until.Some(Asking, s_soon, "it asks");
        Until.Stays(() => _home.Get(id).Text("status") == "waiting", TimeSpan.FromSeconds(1), "it waits");
        _home.Mill("answer", id, "yes").Expect(0);
        var stayed = (await start.WaitAsync(s_soon)).Expect(0);
        Assert.Contains($"mill answer {id} yes", stayed.Err, StringComparison.Ordinal);
        Assert.EndsWith("yes\n", stayed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void outside_a_run_is_an_error_that_says_what_to_do()
    {
        _home.Mill("ask", "Go?", "--json").Refuses(MillError.NotInRun, "mill start");
        _home.Mill("ask").Expect(64);
        _home.Mill("ask", "Go?", "--timeout", "soon").Expect(64);
        _home.Mill("ask", "Go?", "now").Expect(64);
    }

    [Theory]
    [InlineData("mill ask ''"), InlineData("mill ask 'Go?' --choice yes --choice YES"), InlineData("mill ask 'Go?' --choice yes --default no")]
    public void that_makes_no_sense_is_refused_and_leaves_the_run_alone(string command)
    {
        var id = _home.StartScript($"{command} --json; echo $?");
        _home.Ended(id);
        Assert.Contains("BadValue", Out(id), StringComparison.Ordinal);
        Assert.EndsWith("\n1\n", Out(id), StringComparison.Ordinal);
        Assert.Empty(_home.Events(id, "run:waiting"));
    }

    static DateTimeOffset Moment(JsonElement one) => DateTimeOffset.Parse(one.Text("timestamp")!);
}
