using System.Text;
using Mill.Logs;
using Mill.Runs;

namespace Mill.Tests.EndToEnd;

/// <summary>Following what is tried again: what each attempt writes comes once, whole and in order.</summary>
public sealed class A_reader_of_attempts : IDisposable
{
    // Each attempt goes on only when what it wrote was seen.
    const string Await = "n=${MILL_SPAWN_ID#main.}; await() { while ! [ -e $1 ]; do sleep 0.02; done; }; ";

    readonly TestHome _home = new();
    readonly CancellationTokenSource _tooLong = new(TimeSpan.FromMinutes(2));

    public void Dispose()
    {
        _tooLong.Dispose();
        _home.Dispose();
    }

    RunId Start(string script, params string[] options) => _home.Client.Find(_home.StartScript(Await + script, options));

    IEnumerable<string> Lines(RunId id, LogRequest request) =>
        _home.Client.ReadLog(id, request with { Follow = true }, _tooLong.Token).WholeLines().Select(line => (line.IsErr ? "err: " : "") + line.Text);

    void Go(string file) => File.WriteAllText(Path.Combine(_home.Work, file), "");

    List<string> Answered(IEnumerable<string> lines, string word)
    {
        var seen = new List<string>();
        foreach (var line in lines)
        {
            seen.Add(line);
            if (line.StartsWith(word, StringComparison.Ordinal)) Go($"go.{line[^1]}");
        }
        return seen;
    }

    [Fact]
    public void sees_every_attempt_once_and_in_order()
    {
        var id = Start("echo attempt $n; await go.$n; echo oops $n >&2; printf \"rest $n\"; [ $n = 3 ]", "--retry", "3", "--retry-delay", "0.1");
        var seen = Answered(Lines(id, new LogRequest()), "attempt");

        Assert.Equal(
            ["attempt 1", "rest 1", "attempt 2", "rest 2", "attempt 3", "rest 3"], seen.Where(line => !line.StartsWith("err: ", StringComparison.Ordinal)));
        Assert.Equal(["err: oops 1", "err: oops 2", "err: oops 3"], seen.Where(line => line.StartsWith("err: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void sees_the_same_in_bytes_with_one_line_end_where_an_attempt_left_none()
    {
        var id = Start("printf \"rest $n\"; await go; [ $n = 2 ]", "--retry", "2", "--retry-delay", "0.1", "--merge");
        var log = _home.Client.ReadLog(id, new LogRequest { Follow = true }, _tooLong.Token);
        Go("go");
        var bytes = log.SelectMany(chunk => chunk.Bytes.ToArray());

        Assert.Equal("rest 1\nrest 2", Encoding.UTF8.GetString([.. bytes]));
    }

    [Fact]
    public void sees_no_line_but_theirs_as_objects()
    {
        var id = Start("printf \"rest $n\"; echo ready $n >&2; await go.$n; [ $n = 2 ]", "--retry", "2", "--retry-delay", "0.1");
        using var follower = Programs.Start(Places.Mill, ["logs", "-f", id.Text, "--json"], _home.At(new RunOptions()));
        using var tooLong = _tooLong.Token.Register(follower.Kill);
        var seen = new List<string>();
        while (follower.StandardOutput.ReadLine() is { } line)
        {
            seen.Add(Jsons.Parse(line).Text("line")!);
            if (seen[^1].StartsWith("ready", StringComparison.Ordinal)) Go($"go.{seen[^1][^1]}");
        }

        Assert.Equal(["ready 1", "rest 1", "ready 2", "rest 2"], seen);
    }

    [Fact]
    public void that_wants_only_the_last_lines_misses_none_of_a_later_attempt()
    {
        var id = Start("echo one $n; echo two $n; touch there.$n; await go.$n; [ $n = 2 ]", "--retry", "2", "--retry-delay", "0.1");
        Until.True(() => File.Exists(Path.Combine(_home.Work, "there.1")), TimeSpan.FromSeconds(60), "the first attempt has written");

        Assert.Equal(["two 1", "one 2", "two 2"], Answered(Lines(id, new LogRequest { Last = 1 }), "two"));
    }

    [Fact]
    public void goes_past_attempts_that_could_not_be_launched()
    {
        var (program, aside) = (Path.Combine(_home.Work, "flaky"), Path.Combine(_home.Work, "aside"));
        File.WriteAllText(program, $"#!/bin/sh\necho $MILL_SPAWN_ID\n[ -e {aside}.was ] && exit 0\ntouch {aside}.was\nmv {program} {aside}\nexit 1\n");
        Programs.LetRun(program);
        var id = _home.Start("--retry", "50", "--retry-delay", "0.1", "--", program);
        var lines = Lines(_home.Client.Find(id), new LogRequest { FromFirst = true });
        var seen = new List<string>();
        foreach (var line in lines)
        {
            seen.Add(line);
            if (seen.Count > 1) continue;
            Until.True(() => _home.Events(id, "spawn:error").Length > 1, TimeSpan.FromSeconds(60), "one could not be launched");
            File.Move(aside, program);
        }

        Assert.Equal(["main.1", $"main.{_home.Get(id).Number("tasks.0.attempts")}"], seen);
        Assert.True(_home.Get(id).Number("tasks.0.attempts") > 2);
    }

    [Fact]
    public void sees_of_a_task_of_a_plan_every_attempt_too()
    {
        var plan = Path.Combine(_home.Work, "plan.json");
        File.WriteAllText(plan, """
            { "parallel": 2, "tasks": [
              { "name": "other", "command": "echo", "args": ["other"] },
              { "name": "flaky", "command": "/bin/sh", "retry": { "attempts": 3, "delay": "0.1s" },
                "args": ["-c", "echo $MILL_SPAWN_ID; while ! [ -e go.${MILL_SPAWN_ID#flaky.} ]; do sleep 0.02; done; [ -e go.3 ]"] } ] }
            """);
        var id = _home.Client.Find(_home.Start("--plan", plan));

        Assert.Equal(["flaky.1", "flaky.2", "flaky.3"], Answered(Lines(id, new LogRequest { Task = "flaky" }), "flaky"));
    }

    [Fact]
    public void sees_only_the_new_life_of_a_run_that_was_resumed_into_its_queue()
    {
        var id = Start("echo life $n; [ $n = 2 ]", "--queue", "build");
        _home.Ended(id.Text);
        _home.Client.SetQueue("build", new QueueRequest { Paused = true });
        _home.Client.Resume(id);
        var (lines, objects) = (Lines(id, new LogRequest()), _home.Client.ReadObjects(id, follow: true, _tooLong.Token));
        _home.Client.SetQueue("build", new QueueRequest { Paused = false });

        Assert.Equal(["life 2"], lines);
        Assert.Empty(objects);
    }

    [Fact]
    public void that_follows_what_it_started_misses_no_attempt_however_quick()
    {
        var id = Start("echo line $n; echo object $n >> \"$MILL_RUN_DIR/logs/$MILL_SPAWN_ID.objects\"; exit 1", "--retry", "3", "--retry-delay", "0");
        void Sees(params int[] attempts)
        {
            _home.Ended(id.Text);
            Assert.Equal(attempts.Select(n => $"line {n}"), Lines(id, new LogRequest { FromFirst = true }));
            Assert.Equal([$"line {attempts[^1]}"], Lines(id, new LogRequest()));
            Assert.Equal(attempts.Select(n => $"object {n}"), _home.Client.ReadObjects(id, follow: true));
            Assert.Equal([$"object {attempts[^1]}"], _home.Client.ReadObjects(id));
        }

        Sees(1, 2, 3);
        _home.Client.Resume(id);
        Sees(4, 5, 6);
    }

    [Fact]
    public void sees_the_objects_of_every_attempt()
    {
        var id = Start("objects=\"$MILL_RUN_DIR/logs/$MILL_SPAWN_ID.objects\"; printf \"object $n\\nrest $n\" >> $objects; await go.$n; [ $n = 3 ]", "--retry", "3", "--retry-delay", "0.1");
        var seen = Answered(_home.Client.ReadObjects(id, follow: true, _tooLong.Token), "object");

        Assert.Equal(["object 1", "rest 1", "object 2", "rest 2", "object 3", "rest 3"], seen);
    }
}
