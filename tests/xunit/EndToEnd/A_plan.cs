using System.Text.Json;

namespace Mill.Tests.EndToEnd;

/// <summary>Runs of many tasks, on real processes.</summary>
public sealed class A_plan : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    string Plan(string text, string name = "plan.json")
    {
        var path = Path.Combine(_home.Work, name);
        File.WriteAllText(path, text);
        return path;
    }

    // A task that runs a line of shell.
    static string Task(string name, string script, string more = "") =>
        $$"""{ "name": "{{name}}", "command": "/bin/sh", "args": ["-c", {{JsonSerializer.Serialize(script)}}]{{(more.Length > 0 ? ", " + more : "")}} }""";

    static string List(params string[] tasks) => $"[\n{string.Join(",\n", tasks)}\n]";

    string Start(string plan, params string[] options) => _home.Start(["--plan", Plan(plan), .. options]);

    static string States(JsonElement run) => string.Join(' ', run.Items("tasks").Select(task => $"{task.Text("name")}:{task.Text("status")}"));

    string[] Said => File.ReadAllLines(Path.Combine(_home.Work, "said"));

    [Fact]
    public void goes_through_its_tasks_in_order_and_ends_well()
    {
        var id = Start(List(
            Task("a", "echo a >> said"), Task("c", "echo c >> said; echo $GREETING $MILL_SPAWN_ID", "\"after\": [\"a\", \"b\"], \"env\": { \"GREETING\": \"hello\" }"), Task("b", "echo b >> said", "\"after\": \"a\"")));
        var run = _home.Ended(id);

        Assert.Equal(("complete", "exit", 0L), (run.Text("status"), run.Text("reason"), run.Number("exitCode")));
        Assert.Equal("a:complete c:complete b:complete", States(run));
        Assert.Equal(["a", "b", "c"], Said);
        Assert.Equal("hello c.1\n", _home.Text(id, "logs/c.1.out"));
        Assert.Equal((3L, 3L), (run.Number("progress.done"), run.Number("progress.total")));
        Assert.Equal(["b", "c"], _home.Events(id, "task:ready").Select(one => one.Text("payload.task")));
        Assert.Equal(3, _home.Read(id, "result.json").Items("spawns").Length);
    }

    [Fact]
    public void C46_whose_worker_was_lost_fails_in_the_task_that_ran_and_keeps_those_that_were_over()
    {
        var id = Start(List(Task("a", "exit 0"), Task("b", "exec sleep 600", "\"after\": \"a\""), Task("c", "exit 0", "\"after\": \"b\"")));
        Until.True(() => _home.Events(id, "spawn:start").Length == 2, TimeSpan.FromSeconds(60), "the second task runs");
        var ended = _home.Get(id).Items("tasks")[0].Text("endedAt");
        Assert.NotNull(ended);
        _home.KillWorker(id);

        _home.Repair(id);

        var tasks = _home.Get(id).Items("tasks");
        Assert.Equal(("complete", ended), (tasks[0].Text("status"), tasks[0].Text("endedAt")));
        Assert.Equal(("failed", "worker-lost"), (tasks[1].Text("status"), tasks[1].Text("reason")));
        Assert.NotNull(tasks[1].Text("endedAt"));
        Assert.DoesNotContain(tasks[2].Text("status"), new[] { "complete", "failed", "running" });
    }

    [Fact]
    public void runs_no_more_tasks_at_once_than_it_may_and_not_one_by_one()
    {
        // Each waits until another is there, or gives up: with two at once all end well.
        const string meets = "echo $$ > here.$MILL_SPAWN_ID; n=0; until [ $(ls here.* | wc -l) -ge 2 ] || [ -e met ]; do n=$((n+1)); [ $n -gt 500 ] && exit 9; sleep 0.02; done; touch met; "
            + "[ $(ls here.* | wc -l) -le 2 ] || exit 8; rm here.$MILL_SPAWN_ID";
        var id = Start(List([.. Enumerable.Range(0, 6).Select(n => Task($"t{n}", meets))]), "--parallel", "2");

        var run = _home.Ended(id);
        Assert.Equal("complete", run.Text("status"));
        Assert.Equal(2, run.Number("plan.parallel"));
    }

    [Fact]
    public void C35_with_a_failure_skips_who_waits_for_it_and_fails_in_the_end()
    {
        var run = _home.Ended(Start(List(Task("a", "exit 3"), Task("b", "true", "\"after\": \"a\""), Task("c", "echo c > said"), Task("d", "true", "\"after\": \"b\""))));

        Assert.Equal("a:failed b:skipped c:complete d:skipped", States(run));
        Assert.Equal(("failed", "exit", 3L), (run.Text("status"), run.Text("reason"), run.Number("exitCode")));
        Assert.Equal("1 of 4 tasks failed: a (exit code 3); 2 never began", run.Text("message"));
        Assert.Equal(("a", "dependency-failed"), (run.Text("tasks.1.because"), run.Text("tasks.1.reason")));
        Assert.Equal(["c"], Said);
    }

    [Fact]
    public void ends_well_in_spite_of_a_failure_that_is_allowed()
    {
        var run = _home.Ended(Start(List(Task("a", "exit 3", "\"allowFailure\": true"), Task("b", "echo b > said", "\"after\": \"a\""))));

        Assert.Equal(("complete", "a:failed b:complete"), (run.Text("status"), States(run)));
        Assert.Contains("a (exit code 3) failed, and may", run.Text("message"));
    }

    [Fact]
    public void with_fail_fast_ends_the_others_at_the_first_failure()
    {
        var id = Start(List(Task("a", "until [ -e up ]; do sleep 0.02; done; exit 1"), Task("b", "echo $$ > b.pid; touch up; sleep 600"), Task("c", "true", "\"after\": \"b\""), Task("d", "true")),
            "--parallel", "2", "--fail-fast", "--grace", "1");
        var run = _home.Ended(id);

        Assert.Equal("a:failed b:cancelled c:skipped d:skipped", States(run));
        Assert.Equal(("failed", "fail-fast"), (run.Text("status"), run.Text("tasks.1.reason")));
        Assert.False(ProcFs.IsAlive(_home.PidIn("b.pid")));
    }

    [Fact]
    public void with_fail_fast_ends_the_others_also_where_nobody_waits_to_begin()
    {
        var id = Start(List(Task("a", "until [ -e up ]; do sleep 0.02; done; exit 1"), Task("b", "echo $$ > b.pid; touch up; sleep 600")), "--parallel", "2", "--fail-fast", "--grace", "1");
        var run = _home.Ended(id);

        Assert.Equal(("failed", "a:failed b:cancelled"), (run.Text("status"), States(run)));
        Assert.False(ProcFs.IsAlive(_home.PidIn("b.pid")));
    }

    [Fact]
    public void C82_tries_again_as_often_as_it_may_and_then_writes_one_dead_letter()
    {
        var id = Start(List(Task("a", "date +%s%N >> said; echo why >&2; exit 75", "\"retry\": { \"attempts\": 3, \"delay\": \"100ms\", \"factor\": 4 }")));
        var run = _home.Ended(id);

        Assert.Equal(("failed", "dead-letter", 75L, 3L), (run.Text("status"), run.Text("reason"), run.Number("exitCode"), run.Number("tasks.0.attempts")));
        Assert.Equal(["a.1", "a.2", "a.3"], _home.Events(id, "spawn:start").Select(one => one.Text("payload.spawnId")));
        Assert.Equal([100L, 400L], _home.Events(id, "task:retry").Select(one => one.Number("payload.delayMs")));
        var times = Said.Select(long.Parse).ToArray();
        Assert.True(times[1] - times[0] >= 100_000_000 && times[2] - times[1] >= 400_000_000, string.Join(' ', times));
        var letter = Jsons.Parse(Assert.Single(File.ReadAllLines(_home.FileOf(id, "deadletter.ndjson"))));
        Assert.Equal(("a", 3L, "exit code 75: why"), (letter.Text("task"), letter.Number("attempts"), letter.Text("lastError")));
        Assert.Single(_home.Events(id, "task:deadletter"));
        Assert.All([1, 2, 3], attempt => Assert.True(File.Exists(_home.FileOf(id, $"logs/a.{attempt}.out"))));
    }

    [Fact]
    public void C83_that_succeeded_after_a_dead_letter_is_not_reported_as_failing()
    {
        var id = Start(List(Task("a", "[ -e good ] || exit 1", "\"retry\": { \"attempts\": 2, \"delay\": \"10ms\" }")));
        Assert.Equal("failed", _home.Ended(id).Text("status"));
        File.WriteAllText(Path.Combine(_home.Work, "good"), "");
        _home.Mill("resume", id).Expect(0);

        var run = _home.Ended(id);
        Assert.Equal(("complete", "ended", false, 3L), (run.Text("status"), run.Text("health"), run.Is("mismatch"), run.Number("tasks.0.attempts")));
        Assert.Single(File.ReadAllLines(_home.FileOf(id, "deadletter.ndjson")));
        _home.Mill("wait", id).Expect(0);
        Assert.Empty(_home.Mill("ls", "--status", "failed", "--json").Expect(0).Json.EnumerateArray());
    }

    [Fact]
    public void C83_writes_one_dead_letter_each_time_that_a_task_is_given_up_whatever_follows()
    {
        var id = Start(List(
            Task("a", "exit 1", "\"retry\": { \"attempts\": 2, \"delay\": \"10ms\" }"),
            Task("b", "until [ -s \"$MILL_RUN_DIR/deadletter.ndjson\" ]; do sleep 0.02; done"), Task("c", "true", "\"after\": \"b\"")), "--parallel", "2");
        Assert.Equal("a:failed b:complete c:complete", States(_home.Ended(id)));
        Assert.Equal(["a.2"], GivenUp());

        _home.Mill("resume", id).Expect(0);
        _home.Ended(id);
        _home.Repair(id);
        Assert.Equal(["a.2", "a.4"], GivenUp());
        Assert.Equal(["a.2", "a.4"], _home.Events(id, "task:deadletter").Select(one => one.Text("payload.spawnId")));

        IEnumerable<string?> GivenUp() => File.ReadAllLines(_home.FileOf(id, "deadletter.ndjson")).Select(line => Jsons.Parse(line).Text("spawnId"));
    }

    [Theory]
    [InlineData("[75]", 2)]
    [InlineData("[\"timeout\"]", 1)]
    public void tries_again_only_after_the_ends_that_are_named(string on, int attempts)
    {
        var run = _home.Ended(Start(List(Task("a", "exit 75", $$"""
            "retry": { "attempts": 2, "delay": "10ms", "on": {{on}} }
            """))));

        Assert.Equal(attempts, run.Number("tasks.0.attempts"));
        Assert.Equal(attempts == 2 ? "dead-letter" : "exit", run.Text("reason"));
    }

    [Fact]
    public void of_one_command_can_be_tried_again_too()
    {
        var run = _home.Ended(_home.StartScript("[ -e again ] && exit 0; touch again; exit 1", "--retry", "3", "--retry-delay", "10ms"));

        Assert.Equal(("complete", 2L), (run.Text("status"), run.Number("tasks.0.attempts")));
    }

    [Fact]
    public void C29_ends_a_task_that_takes_too_long_and_goes_on()
    {
        var id = Start(List(Task("a", "trap '' TERM; while :; do sleep 0.1; done", "\"timeout\": \"3s\""), Task("b", "echo b > said")), "--grace", "300ms");
        var run = _home.Ended(id);

        Assert.Equal(("failed", "timeout", "a:failed b:complete"), (run.Text("status"), run.Text("tasks.0.reason"), States(run)));
        Assert.False(ProcFs.IsAlive((int)_home.Events(id, "spawn:start")[0].Number("payload.process.pid")));
    }

    [Fact]
    public void that_takes_too_long_as_a_whole_is_ended_as_a_whole()
    {
        var run = _home.Ended(Start(List(Task("a", "sleep 600"), Task("b", "true"), Task("c", "true", "\"after\": \"b\"")), "--timeout", "500ms", "--grace", "1"));

        Assert.Equal(("failed", "timeout", "a:failed b:skipped c:skipped"), (run.Text("status"), run.Text("reason"), States(run)));
    }

    [Fact]
    public void ends_what_a_task_leaves_behind_before_the_next_one_begins()
    {
        var id = Start(List(Task("a", "sh -c 'trap \"\" TERM; echo $$ > left.pid; while :; do sleep 0.1; done' & until [ -s left.pid ]; do sleep 0.02; done"),
            Task("b", "kill -0 $(cat left.pid) && exit 7; exit 0", "\"after\": \"a\"")), "--grace", "200ms");

        Assert.Equal("a:complete b:complete", States(_home.Ended(id)));
    }

    [Fact]
    public void C51_is_ended_with_all_its_tasks_by_a_stop()
    {
        var id = Start(List(Task("a", "echo $$ > a.pid; sleep 600"), Task("b", "setsid sh -c 'echo $$ > b.pid; sleep 600' & sleep 600"), Task("c", "true", "\"after\": \"a\"")), "--parallel", "2");
        var pids = new[] { _home.PidIn("a.pid"), _home.PidIn("b.pid") };
        Assert.Equal("cancelled", _home.Stop(id, "--grace", "1").Text("status"));

        Assert.All(pids, pid => Assert.False(ProcFs.IsAlive(pid)));
        Assert.Equal("a:cancelled b:cancelled c:pending", States(_home.Ended(id)));
        Assert.Single(_home.Events(id, "run:cancelled"));
    }

    [Fact]
    public void C25_whose_worker_was_killed_is_repaired_and_goes_on_where_it_was()
    {
        var id = Start(List(Task("a", "echo a >> said"), Task("b", "echo b >> said; [ -e go ] || sleep 600", "\"after\": \"a\""), Task("c", "echo c >> said", "\"after\": \"b\"")));
        Until.True(() => File.Exists(Path.Combine(_home.Work, "said")) && Said.Contains("b") && _home.Events(id, "spawn:start").Length == 2, TimeSpan.FromSeconds(60), "b runs");
        _home.KillWorker(id);
        Assert.Equal("lost", _home.Get(id).Text("effectiveStatus"));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        var repaired = _home.Repair(id, "--action", "resume");
        Assert.Equal(("resume", true), (repaired.Text("action"), repaired.Is("repaired")));
        var run = _home.Ended(id);
        Assert.Equal(("complete", 2L, "a:complete b:complete c:complete"), (run.Text("status"), run.Number("generation"), States(run)));
        Assert.Equal(["a", "b", "b", "c"], Said);
        Assert.Equal((1L, 2L, 1L), (run.Number("tasks.0.attempts"), run.Number("tasks.1.attempts"), run.Number("tasks.2.attempts")));
    }

    [Fact]
    public void C84_resumed_says_how_far_it_was_and_where_it_goes_on()
    {
        var id = Start(List(Task("a", "echo a >> said"), Task("b", "echo b >> said; [ -e good ]", "\"after\": \"a\""), Task("c", "echo c >> said", "\"after\": \"b\"")));
        _home.Ended(id);
        File.WriteAllText(Path.Combine(_home.Work, "good"), "");
        _home.Settle();
        var before = Trees.Hash(_home.Home);

        Assert.Equal("Completed: 1/3 tasks\nContinuing from: b\n", _home.Mill("resume", id, "--dry-run").Expect(0).Out);
        Assert.Equal(before, Trees.Hash(_home.Home));
        Assert.Equal("Completed: 1/3 tasks\nContinuing from: b\n", _home.Mill("resume", id).Expect(0).Out);
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal(["a", "b", "b", "c"], Said);
    }

    [Fact]
    public void resumed_from_a_task_runs_it_and_all_that_wait_for_it()
    {
        var id = Start(List(Task("a", "echo a >> said"), Task("b", "echo b >> said", "\"after\": \"a\""), Task("c", "echo c >> said; exit 1", "\"after\": \"b\""), Task("d", "echo d >> said")));
        _home.Ended(id);
        _home.Mill("resume", id, "--from", "b").Expect(0);
        _home.Ended(id);

        Assert.Equal(["a", "b", "c", "d", "b", "c"], Said);
    }

    [Fact]
    public void resumed_for_one_task_leaves_the_others_out_and_is_not_complete()
    {
        var id = Start(List(Task("a", "exit 1"), Task("b", "[ -e good ]"), Task("c", "true", "\"after\": \"a\"")));
        _home.Ended(id);
        File.WriteAllText(Path.Combine(_home.Work, "good"), "");
        Assert.Contains("Left out: a, c", _home.Mill("resume", id, "--task", "b").Expect(0).Out);

        var run = _home.Ended(id);
        Assert.Equal(("failed", "left-out", "a:skipped b:complete c:skipped"), (run.Text("status"), run.Text("reason"), States(run)));
    }

    [Fact]
    public void resumed_for_a_task_that_waits_for_one_left_out_is_refused_and_stays_as_it_was()
    {
        var id = Start(List(Task("a", "exit 1"), Task("c", "true", "\"after\": \"a\"")));
        _home.Ended(id);
        _home.Settle();
        var before = Trees.Hash(_home.Home);

        _home.Mill("resume", id, "--task", "c", "--json").Refuses(MillError.BadValue, "'c' waits for 'a'", "--from a");
        Assert.Equal(before, Trees.Hash(_home.Home));
    }

    [Fact]
    public void resumed_by_one_that_did_not_refuse_that_ends_all_the_same()
    {
        _home.Mill("queue", "set", "q", "--parallel", "1").Expect(0);
        var id = Start(List(Task("a", "exit 1"), Task("c", "true", "\"after\": \"a\"")), "--queue", "q");
        _home.Ended(id);
        _home.Settle();
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        _home.Mill("resume", id).Expect(0);
        File.WriteAllText(_home.FileOf(id, "events.ndjson"), _home.Text(id, "events.ndjson").Replace("\"again\":[\"a\",\"c\"]", "\"again\":[\"c\"]").Replace("\"leftOut\":[]", "\"leftOut\":[\"a\"]"));
        File.Delete(_home.FileOf(id, "run.json"));
        _home.Mill("queue", "set", "q", "--resume").Expect(0);

        var run = _home.Ended(id);
        Assert.Equal(("failed", "left-out", "a:skipped c:skipped", 2L), (run.Text("status"), run.Text("reason"), States(run), run.Number("generation")));
        Assert.Equal("a", Assert.Single(_home.Events(id, "task:skipped"), one => one.Number("generation") == 2).Text("payload.because"));
    }

    [Fact]
    public void resumed_makes_again_what_has_lost_its_output()
    {
        var id = Start(List(Task("a", "echo a >> said; touch out.a", "\"outputs\": [\"out.a\"]"), Task("b", "echo b >> said; touch out.b", "\"outputs\": [\"out.b\"]"), Task("c", "[ -e good ]")));
        _home.Ended(id);
        File.WriteAllText(Path.Combine(_home.Work, "good"), "");
        File.Delete(Path.Combine(_home.Work, "out.a"));
        _home.Mill("resume", id).Expect(0);

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal(["a", "b", "a"], Said);
    }

    [Fact]
    public void has_parameters_that_a_start_sets_and_a_resume_changes()
    {
        var plan = Plan($$"""
            { "parameters": { "target": { "required": true }, "level": { "default": "info" } },
              "tasks": [{{Task("a", "echo {{target}} $LEVEL {{spawnId}} >> said; [ {{target}} = good ]", "\"env\": { \"LEVEL\": \"{{level}}\" }")}}] }
            """);
        var id = _home.Start("--plan", plan, "--set", "target=bad");
        Assert.Equal("failed", _home.Ended(id).Text("status"));
        Assert.Contains("no parameter 'tarjet'. Did you mean 'target'?", _home.Mill("resume", id, "--set", "tarjet=good").Expect(64).Err);
        _home.Mill("resume", id, "--set", "target=good").Expect(0);

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal(["bad info a.1", "good info a.2"], Said);
        Assert.Equal("good", _home.Read(id, "run.json").Text("spec.parameters.target"));
    }

    [Fact]
    public void has_parameters_in_its_own_variables_and_in_nobody_elses()
    {
        Directory.CreateDirectory(_home.Home);
        File.WriteAllText(Path.Combine(_home.Home, "config.json"), """{ "defaults": { "environment": { "DEFAULTS": "{{target}}" } } }""");
        var plan = Plan("""
            { "parameters": { "target": null }, "env": { "OWN": "{{target}} {{spawnId}} {{{{ {{{{target}}", "LOST": "{{target}}" },
              "tasks": [
            """ + Task("a", "echo \"$OWN $LOST $GIVEN $DEFAULTS\" >> said; [ \"${OWN%% *}\" = good ]") + "] }");
        var id = _home.Start("--plan", plan, "--set", "target={{level}}", "--env", "GIVEN={{target}}", "--env", "LOST={{x}}");
        Assert.Equal("failed", _home.Ended(id).Text("status"));
        _home.Mill("resume", id, "--set", "target=good", "--env", "LOST={{{{y}}").Expect(0);
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        _home.Ended(_home.Mill("restart", id).Expect(0).Out.Trim());

        Assert.Equal(["{{level}} a.1 {{ {{target}} {{x}} {{target}} {{target}}", "good a.2 {{ {{target}} {{{{y}} {{target}} {{target}}", "good a.1 {{ {{target}} {{{{y}} {{target}} {{target}}"], Said);
    }

    [Theory]
    [InlineData("\"env\": { \"PATH\": \"{{tools}}:/usr/bin:/bin\" }, \"tasks\": [{ \"name\": \"a\", \"command\": \"say\" }]")]
    [InlineData("\"tasks\": [{ \"name\": \"a\", \"command\": \"say\", \"env\": { \"PATH\": \"{{tools}}:/usr/bin:/bin\" } }]")]
    public void finds_its_commands_where_its_own_variables_say(string rest)
    {
        var tools = Directory.CreateDirectory(Path.Combine(_home.Work, "tools")).FullName;
        File.WriteAllText(Path.Combine(tools, "say"), "#!/bin/sh\necho here >> said\n");
        Programs.LetRun(Path.Combine(tools, "say"));
        var plan = Plan("{ \"parameters\": { \"tools\": null }, " + rest + " }");

        Assert.Equal("complete", _home.RunToEnd("--plan", plan, "--set", $"tools={tools}").Text("status"));
        Assert.Equal(["here"], Said);
    }

    [Fact]
    public void whose_command_is_not_there_is_refused_also_where_the_PATH_is_a_parameter_of_it()
    {
        var plan = Plan("""{ "parameters": { "tools": null }, "tasks": [{ "name": "a", "command": "no-such-tool", "env": { "PATH": "{{tools}}:/usr/bin" } }] }""");
        var refused = _home.Mill("start", "--plan", plan, "--set", $"tools={_home.Work}", "--json").Expect(1);

        Assert.Contains("task 'a'", refused.Json.Text("error.message"), StringComparison.Ordinal);
        Assert.Contains("no-such-tool", refused.Json.Text("error.message"), StringComparison.Ordinal);
        Assert.Empty(_home.Names("runs"));
    }

    [Theory]
    [InlineData("needs its parameter 'target'; give it with --set target=…")]
    [InlineData("has no parameter 'x'", "--set", "target=a", "--set", "x=y")]
    public void with_parameters_that_make_no_sense_is_a_usage_error(string fault, params string[] options)
    {
        var plan = Plan("""{ "parameters": { "target": { "required": true } }, "tasks": [{ "name": "a", "command": "echo", "args": ["{{target}}"] }] }""");
        Assert.Contains(fault, _home.Mill(["start", "--plan", plan, .. options]).Expect(64).Err);
    }

    [Fact]
    public void C85_is_resumed_by_one_of_two()
    {
        var id = Start(List(Task("a", "echo a >> said; [ -e again ] && exec sleep 600; touch again; exit 1")));
        _home.Ended(id);
        var answers = Enumerable.Range(0, 2).AsParallel().WithDegreeOfParallelism(2).Select(_ => _home.Mill("resume", id, "--json")).ToArray();

        Assert.Equal([0, 1], answers.Select(answer => answer.ExitCode).Order());
        Assert.Single(_home.Events(id, "run:resumed"));
        Assert.Equal(2, _home.Events(id, "spawn:start").Length);
    }

    [Fact]
    public void that_is_only_looked_at_touches_nothing()
    {
        var plan = Plan(List(Task("a", "true"), Task("b", "true", "\"after\": \"a\"")));
        var shown = _home.Mill("start", "--plan", plan, "--dry-run").Expect(0);
        var json = _home.Mill("start", "--plan", plan, "--dry-run", "--json").Expect(0).Json;

        Assert.Contains("Critical path: a -> b", shown.Out);
        Assert.Equal(("a", 0L, "b", 1L), (json.Text("tasks.0.name"), json.Number("tasks.0.wave"), json.Text("tasks.1.name"), json.Number("tasks.1.wave")));
        Assert.False(Directory.Exists(_home.Home));
    }

    [Fact]
    public void is_watched_with_the_name_of_who_wrote_each_line()
    {
        var answer = _home.Mill("start", "--watch", "--plan", Plan(List(Task("a", "echo one"), Task("b", "echo two >&2", "\"after\": \"a\"")))).Expect(0);

        Assert.Contains("a.1 | one\n", answer.Out);
        Assert.Contains("b.1 | two\n", answer.Err);
    }

    [Fact]
    public void shows_the_log_of_the_task_that_failed_and_of_any_that_is_named()
    {
        var id = Start(List(Task("a", "echo one"), Task("b", "echo two; exit 1"), Task("c", "echo three")));
        _home.Ended(id);

        Assert.Equal("two\n", _home.Mill("logs", id).Expect(0).Out);
        Assert.Equal("three\n", _home.Mill("logs", id, "--task", "c").Expect(0).Out);
        _home.Mill("logs", id, "--task", "bb", "--json").Refuses(MillError.BadValue, "no task 'bb'", "Did you mean 'b'?");
    }

    [Fact]
    public void C10_whose_command_is_gone_when_its_turn_comes_fails_that_task_only()
    {
        var id = Start(List(Task("a", "true"), """{ "name": "b", "command": "./made-by-nobody", "after": "a" }""", Task("c", "true", "\"after\": \"a\"")));
        var run = _home.Ended(id);

        Assert.Equal(("failed", "a:complete b:failed c:complete"), (run.Text("status"), States(run)));
        Assert.Equal("spawn-failed", run.Text("tasks.1.reason"));
    }

    [Fact]
    public void runs_what_an_earlier_task_has_made()
    {
        var id = Start(List(Task("make", "mkdir -p out; printf '#!/bin/sh\\necho made >> said' > out/tool; chmod +x out/tool"), """{ "name": "use", "command": "./out/tool", "after": "make" }"""));

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal(["made"], Said);
    }

    [Theory]
    [InlineData("[]", "has at least one task")]
    [InlineData("""[{ "name": "a/b", "command": "true" }]""", "cannot be a task's name")]
    [InlineData("""[{ "name": "a", "command": "true", "after": "a" }]""", "waits for itself")]
    [InlineData("""[{ "name": "a", "command": "no-such-command-anywhere" }]""", "plan.json:1: task 'a': The command 'no-such-command-anywhere' cannot be found")]
    [InlineData("""[{ "name": "a", "command": "true", "env": { "API_KEY": "x" } }]""", "'API_KEY' looks like a secret")]
    [InlineData("""[{ "name": "a", "command": "true", "cwd": "nowhere" }]""", "nowhere does not exist")]
    [InlineData("nonsense", "is no JSON")]
    public void that_makes_no_sense_is_refused_before_anything_is_written(string text, string fault)
    {
        _home.Mill("start", "--plan", Plan(text), "--json").Refuses(MillError.BadPlan, fault);
        Assert.False(Directory.Exists(Path.Combine(_home.Home, "runs")));
    }

    [Theory]
    [InlineData("--plan", "p.json", "--", "true")]
    [InlineData("--parallel", "2", "--", "true")]
    [InlineData("--plan", "p.json", "--parallel", "0")]
    [InlineData("--retry", "0", "--", "true")]
    [InlineData("--retry", "2", "--retry-on", "tiemout", "--", "true")]
    [InlineData("--retry-delay", "2s", "--", "true")]
    [InlineData("--", "")]
    public void with_options_that_make_no_sense_is_a_usage_error(params string[] line)
    {
        Plan(List(Task("a", "true")), "p.json");
        _home.Mill(["start", .. line]).Expect(64);
        Assert.False(Directory.Exists(Path.Combine(_home.Home, "runs")));
    }

    [Fact]
    public void is_told_of_its_file_that_is_not_there() =>
        _home.Mill("start", "--plan", "nowhere.json", "--json").Refuses(MillError.BadPlan, "nowhere.json", "does not exist");
}
