using System.Text;
using Mill.Plans;
using Mill.Runs;

namespace Mill.Tests.Plans;

/// <summary>Plans as people write them, and what they are told of their slips.</summary>
public sealed class A_plan_file
{
    static PlanRequest Read(string text) => PlanReader.Read(Encoding.UTF8.GetBytes(text), "plan.json", "/w/plan.json");

    static string Fault(string text)
    {
        var refused = Assert.Throws<MillException>(() => Read(text));
        Assert.Equal(MillError.BadPlan, refused.Code);
        return refused.Message;
    }

    static string Task(string more, string name = "a") => $$"""[{ "name": "{{name}}", "command": "x", {{more}} }]""";

    [Fact]
    public void says_all_that_a_task_can_be()
    {
        var plan = Read("""
            { // with comments
              "name": "release", "parallel": 4, "failFast": true, "cwd": "sub", "timeout": "1h", "env": { "A": "1", "B": null, "C": 2 }, "tags": { "kind": "x" },
              "tasks": [
                { "name": "a", "command": ["make", "-j"], "args": ["all"], "cwd": "src", "env": { "X": "y" }, "timeout": 90, "idleTimeout": "10s",
                  "memory": "1GB", "cpu": 1.5, "retry": { "attempts": 3, "delay": "2s", "factor": 1.5, "maxDelay": "1m", "jitter": 0.2, "on": [75, "SIGKILL", "timeout"] },
                  "allowFailure": true, "outputs": "out/a" },
                { "name": "b", "command": "x", "after": "a", "retry": 2, }, // and a comma too many
              ],
            }
            """);

        Assert.Equal(("release", 4, true, "sub", TimeSpan.FromHours(1)), (plan.Name, plan.Parallel, plan.FailFast, plan.WorkingDirectory, plan.Timeout));
        Assert.Equal([("A", "1"), ("B", null), ("C", "2")], plan.Environment.Select(one => (one.Key, one.Value)));
        var (a, b) = (plan.Tasks[0], plan.Tasks[1]);
        Assert.Equal(["make", "-j", "all"], a.Arguments.Prepend(a.Command));
        Assert.Equal((TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(10), 1L << 30, 1.5), (a.Timeout!.Value, a.IdleTimeout!.Value, a.MemoryLimit!.Value, a.CpuLimit!.Value));
        Assert.Equal((3, 2_000L, 1.5, 60_000L, 0.2, "75 SIGKILL timeout"), (a.Retry!.Attempts, a.Retry.DelayMs, a.Retry.Factor, a.Retry.MaxDelayMs, a.Retry.Jitter, string.Join(' ', a.Retry.On)));
        Assert.Equal((true, "out/a", "src"), (a.AllowFailure, a.Outputs.Single(), a.WorkingDirectory));
        Assert.Equal(("a", 2, 7), (b.After.Single(), b.Retry!.Attempts, b.Line));
    }

    [Fact]
    public void may_be_a_bare_list_of_tasks() => Assert.Equal("a", Read("""[{ "name": "a", "command": "x" }]""").Tasks.Single().Name);

    [Theory]
    [InlineData("", "is no JSON")]
    [InlineData("[", "plan.json:1: this is no JSON")]
    [InlineData("[]\n[]", "plan.json:2: this is no JSON")]
    [InlineData("3", "a plan is an object")]
    [InlineData("[]", "this one has none")]
    [InlineData("{}", "this one has none")]
    [InlineData("""{ "tasks": {} }""", "'tasks' has to be a list")]
    [InlineData("""{ "tasks": [], "paralel": 2 }""", "Did you mean 'parallel'?")]
    [InlineData("""{ "tasks": [], "parallel": 0 }""", "'parallel' has to be a whole number from 1 to 1000; this is '0'")]
    [InlineData("[3]", "a task is an object")]
    [InlineData("[\n{ \"command\": \"x\" }]", "plan.json:2: this task has no 'name'")]
    [InlineData("[{ \"name\": \"a\" }]", "this task has no 'command'")]
    [InlineData("[{ \"name\": \"a\", \"command\": [] }]", "'command' is empty")]
    [InlineData("[{ \"name\": \"a\", \"name\": \"b\", \"command\": \"x\" }]", "'name' is given twice")]
    public void that_makes_no_sense_is_refused(string text, string fault) => Assert.Contains(fault, Fault(text));

    [Theory]
    [InlineData("\"comand\": \"y\"", "a task has no 'comand'. Did you mean 'command'?")]
    [InlineData("\"timeout\": \"soon\"", "'timeout'")]
    [InlineData("\"timeout\": -1", "'timeout'")]
    [InlineData("\"memory\": \"1 elephant\"", "'memory'")]
    [InlineData("\"cpu\": 0", "'cpu' has to be a number from 0.01")]
    [InlineData("\"args\": [1]", "'args' has to be a list of texts; in it is a number")]
    [InlineData("\"retry\": 0", "'retry'")]
    [InlineData("\"retry\": {}", "'retry' says no 'attempts'")]
    [InlineData("\"retry\": { \"attempts\": 2, \"on\": \"tiemout\" }", "Did you mean 'timeout'?")]
    [InlineData("\"retry\": { \"attempts\": 2, \"jitter\": 2 }", "'jitter'")]
    [InlineData("\"after\": \"a\"", "the task 'a' waits for itself")]
    [InlineData("\"after\": \"b\"", "waits for 'b', and there is no such task")]
    [InlineData("\"allowFailure\": \"yes\"", "'allowFailure' has to be true or false")]
    [InlineData("\"env\": { \"A\": [] }", "'A' in 'env' is a list")]
    public void with_a_bad_task_is_refused(string more, string fault) => Assert.Contains(fault, Fault(Task(more)));

    [Theory]
    [InlineData("a/b", "it may have letters")]
    [InlineData("..", "begins with a dot")]
    [InlineData("-x", "begins with a dot or a dash")]
    [InlineData("a b", "it may have letters")]
    [InlineData("a\\n", "it may have letters")]
    public void with_a_bad_name_is_refused(string name, string fault) => Assert.Contains(fault, Fault(Task("\"args\": []", name)));

    [Fact]
    public void with_a_name_of_300_characters_is_refused_and_does_not_repeat_it_all()
    {
        var fault = Fault(Task("\"args\": []", new string('n', 300)));
        Assert.Contains("it has 300 characters, and 100 are the most", fault);
        Assert.DoesNotContain(new string('n', 100), fault);
    }

    [Fact]
    public void with_a_placeholder_that_stands_for_nothing_is_refused_where_it_has_parameters()
    {
        const string task = """[{ "name": "a", "command": "echo", "args": ["{{tarjet}}"] }]""";
        Assert.Contains("task 'a': {{tarjet}} stands for nothing here. Did you mean {{target}}?", Fault($$"""{ "parameters": { "target": null }, "tasks": {{task}} }"""));
        Assert.Equal("{{tarjet}}", Read(task).Tasks.Single().Arguments.Single());
    }

    [Fact]
    public void with_a_placeholder_that_stands_for_nothing_in_its_own_variables_is_refused_at_their_line()
    {
        const string rest = """ "env": { "B": "y", "A": "{{tarjet}}" }, "tasks": [{ "name": "a", "command": "x" }] }""";
        Assert.Equal("plan.json:2: 'env': {{tarjet}} stands for nothing here. Did you mean {{target}}?", Fault("{ \"parameters\": { \"target\": null },\n" + rest));
        Assert.Equal("{{tarjet}}", Read("{" + rest).Environment["A"]);
    }

    [Fact]
    public void with_names_that_do_not_exist_by_the_thousand_is_refused_without_comparing_each_with_each()
    {
        // As many tasks each time: what one name costs that is told, all others may not cost again.
        var (few, many) = (OfMisspelt(50), OfMisspelt(1_000));
        Assert.Equal(51, many.Fault.Split('\n').Length);
        Assert.All(Enumerable.Range(0, 50), n => Assert.Contains($"'tusk-of-the-plan-{n}', and there is no such task. Did you mean 'task-of-the-plan-{n}'?\n", many.Fault));
        // This thread may have to collect the garbage of all others meanwhile.
        Assert.InRange(Enumerable.Range(0, 3).Min(_ => OfMisspelt(1_000).Time) / few.Time, 0, 5);
    }

    static (string Fault, TimeSpan Time) OfMisspelt(int names)
    {
        var tasks = Enumerable.Range(0, 1_000).Select(n => $$"""{"name":"task-of-the-plan-{{n}}","command":"x","after":"{{(n < names ? $"tusk-of-the-plan-{n}" : "task-of-the-plan-0")}}"}""");
        var text = $"[{string.Join(",\n", tasks)}]";
        var before = Libc.TimeOfThisThread();
        return (Fault(text), Libc.TimeOfThisThread() - before);
    }

    [Fact]
    public void with_line_ends_in_a_text_that_is_quoted_is_refused_on_one_line() =>
        Assert.Equal("""plan.json:1: 'timeout': '\nplan.json:9: \x1b[31m' is no length of time: write 500ms, 30s, 10m, 1h30m, 2d, or a bare number of seconds.""",
            Fault(Task("\"timeout\": \"\\nplan.json:9: \\u001b[31m\"")).Split('\n')[0]);

    [Fact]
    public void names_every_fault_at_its_line()
    {
        var faults = Fault("""
            [
              { "name": "a", "command": "x", "timeout": "soon" },
              { "name": "b", "comand": "x" },

              { "name": "c", "command": "x", "args": 3 }
            ]
            """).Split('\n');
        Assert.Equal(["plan.json:2:", "plan.json:3:", "plan.json:3:", "plan.json:5:"], faults.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void with_tasks_that_wait_for_each_other_shows_the_circle() => Assert.Contains("b -> c -> d -> b", Fault("""
        [{ "name": "a", "command": "x" }, { "name": "b", "command": "x", "after": ["a", "c"] },
         { "name": "c", "command": "x", "after": "d" }, { "name": "d", "command": "x", "after": "b" }, { "name": "e", "command": "x", "after": "b" }]
        """));

    [Fact]
    public void with_the_same_name_twice_tells_both_lines() => Assert.Contains("plan.json:3: the name 'Build' is given twice, first in line 2 ('build' is the same name", Fault("""
        [
          { "name": "build", "command": "x" },
          { "name": "Build", "command": "x" }
        ]
        """));

    [Fact]
    public void with_100_000_tasks_is_refused() =>
        Assert.Contains("this plan has 100000 tasks; 20000 are the most", Fault($"[{string.Join(',', Enumerable.Range(0, 100_000).Select(n => $$"""{"name":"t{{n}}","command":"x"}"""))}]"));

    [Fact]
    public void that_is_too_deep_or_no_text_is_refused_and_no_crash()
    {
        Assert.Contains("no JSON", Fault(new string('[', 10_000)));
        var refused = Assert.Throws<MillException>(() => PlanReader.Read([(byte)'[', (byte)'"', 0xFF, (byte)'"', (byte)']'], "plan.json", null));
        Assert.Equal(MillError.BadPlan, refused.Code);
    }

    [Fact]
    public void cut_or_changed_anywhere_is_a_plan_or_a_clear_refusal()
    {
        var whole = Encoding.UTF8.GetBytes("""{ "parallel": 2, "tasks": [{ "name": "a", "command": ["x"], "retry": { "attempts": 2, "on": [1] }, "env": { "A": null } }] }""");
        var chance = new Random(1);
        for (var turn = 0; turn < 20_000; turn++)
        {
            var bytes = whole[..chance.Next(whole.Length / 2, whole.Length + 1)].ToArray();
            for (var change = chance.Next(3); change > 0; change--) bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            try
            {
                Assert.NotEmpty(PlanReader.Read(bytes, "plan.json", null).Tasks);
            }
            catch (MillException e)
            {
                Assert.Equal(MillError.BadPlan, e.Code);
            }
        }
    }
}
