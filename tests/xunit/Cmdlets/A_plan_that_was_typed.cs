using System.Collections;
using System.Collections.Specialized;
using Mill.Plans;
using Mill.PowerShell.Binding;
using Mill.Written;

namespace Mill.Tests.Cmdlets;

/// <summary>What objects mean as a plan, from what needs no engine.</summary>
public sealed class A_plan_that_was_typed
{
    static Hashtable Task(string name, params (string Key, object? Value)[] more)
    {
        var task = new Hashtable { ["name"] = name, ["command"] = "true" };
        foreach (var (key, value) in more) task[key] = value;
        return task;
    }

    static PlanRequest Read(object? given)
    {
        var faults = new Faults();
        return PlanReader.Read(new PlanValues(faults).Of(given), faults, "plan");
    }

    static string Refusal(object? given) => Assert.Throws<MillException>(() => Read(given)) is { Code: MillError.BadPlan } refused ? refused.Message : "another error";

    [Fact]
    public void is_a_list_of_tasks_one_task_or_a_whole_plan()
    {
        Assert.Equal(["a", "b"], Read(new object[] { Task("a"), Task("b") }).Tasks.Select(task => task.Name));
        Assert.Equal(["a"], Read(Task("a")).Tasks.Select(task => task.Name));
        var plan = Read(new OrderedDictionary { ["parallel"] = 3, ["failFast"] = true, ["tasks"] = new[] { Task("a") } });
        Assert.Equal((3, true, "a"), (plan.Parallel, plan.FailFast, plan.Tasks[0].Name));
    }

    [Fact]
    public void reads_keys_in_any_case_and_variables_in_theirs()
    {
        var task = Read(new Hashtable { ["NAME"] = "a", ["Command"] = "true", ["ALLOWFAILURE"] = true, ["Env"] = new Dictionary<string, object> { ["x"] = 1, ["X"] = "2" } }).Tasks[0];
        Assert.True(task.AllowFailure);
        Assert.Equal([("X", "2"), ("x", "1")], task.Environment.Select(one => (one.Key, one.Value)).OrderBy(one => one.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void has_one_word_where_a_list_may_be_and_numbers_where_words_may_be()
    {
        var task = Read(new object[] { Task("a"), Task("b", ("args", new object[] { "-j", 4, 0.5 }), ("after", "a")) }).Tasks[1];
        Assert.Equal(["-j", "4", "0.5"], task.Arguments);
        Assert.Equal(["a"], task.After);
        Assert.Equal(["5"], Read(Task("nap", ("args", 5))).Tasks[0].Arguments);
    }

    [Theory]
    [InlineData("00:10:00", 600_000)]
    [InlineData("00:00:00.0015", 2)]
    [InlineData("1.00:00:00", 86_400_000)]
    public void has_lengths_of_time_as_they_are(string span, long ms) =>
        Assert.Equal(ms, Read(Task("a", ("timeout", TimeSpan.Parse(span, null)))).Tasks[0].Timeout!.Value.TotalMilliseconds);

    [Fact]
    public void has_lengths_and_sizes_and_numbers_as_they_are_written()
    {
        var task = Read(Task("a", ("idleTimeout", 90), ("timeout", "2m"), ("memory", 2L << 30), ("cpu", 0.5m))).Tasks[0];
        Assert.Equal((TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(2), 2L << 30, 0.5), (task.IdleTimeout, task.Timeout, task.MemoryLimit, task.CpuLimit));
    }

    [Fact]
    public void knows_retry_as_a_number_and_as_an_object()
    {
        Assert.Equal(3, Read(Task("a", ("retry", 3))).Tasks[0].Retry!.Attempts);
        var policy = Read(Task("a", ("retry", new Hashtable { ["Attempts"] = 4, ["delay"] = TimeSpan.FromSeconds(10), ["on"] = new object[] { 75, "SIGKILL" } }))).Tasks[0].Retry!;
        Assert.Equal((4, 10_000), (policy.Attempts, policy.DelayMs));
        Assert.Equal(["75", "SIGKILL"], policy.On);
    }

    [Fact]
    public void takes_files_for_their_paths() => Assert.Equal("/some/where", Read(Task("a", ("cwd", new DirectoryInfo("/some/where")))).Tasks[0].WorkingDirectory);

    [Theory]
    [InlineData("timeout", "soon", "plan: task 'a': 'timeout': 'soon' is no length of time*")]
    [InlineData("retries", 3, "plan: task 'a': a task has no 'retries'. Did you mean 'retry'?")]
    [InlineData("after", "b", "plan: the task 'a' waits for 'b', and there is no such task.*")]
    [InlineData("allowFailure", "yes", "plan: task 'a': 'allowFailure' has to be true or false; this is a text")]
    [InlineData("args", true, "plan: task 'a': 'args' has to be a list of texts; this is true")]
    public void is_blamed_by_the_name_of_its_task(string key, object value, string message) =>
        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(message).Replace(@"\*", ".*") + "$", Refusal(Task("a", (key, value))));

    [Fact]
    public void is_blamed_by_its_number_where_it_has_no_name_and_for_everything_at_once()
    {
        var told = Refusal(new object[] { Task("a"), new Hashtable { ["command"] = "true" }, "b", Task("c", ("retry", new Hashtable())) }).Split('\n');
        Assert.Equal(["plan: task 2: this task has no 'name'", "plan: task 3: a task is an object, { … }; this is a text", "plan: task 'c': 'retry' says no 'attempts'"], told);
    }

    [Fact]
    public void has_nothing_in_it_that_no_file_could_have()
    {
        Assert.StartsWith("plan: task 'a', 'cwd': an object of type Object is nothing that a plan can have", Refusal(new[] { Task("a", ("cwd", new object())) }));
        var endless = new Hashtable { ["name"] = "a", ["command"] = "true" };
        endless["env"] = endless;
        Assert.Contains("this is nested more than 32 times", Refusal(new[] { endless }));
        Assert.Equal("plan: a plan has at least one task; this one has none", Refusal(Array.Empty<object>()));
    }

    [Theory]
    [InlineData(null, null, "75", "Nothing is tried again without --retry N.")]
    [InlineData(3, null, "sometimes", "'sometimes' is no end: *")]
    [InlineData(3, null, "timout", "*Did you mean 'timeout'?")]
    public void has_no_policy_that_makes_no_sense(int? attempts, int? delayMs, string on, string message) => Assert.Matches(
        "^" + System.Text.RegularExpressions.Regex.Escape(message).Replace(@"\*", ".*") + "$",
        Assert.Throws<MillException>(() => Retries.Policy(attempts, delayMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null, [on])).Message);

    [Fact]
    public void has_a_policy_only_where_one_was_typed()
    {
        Assert.Null(Retries.Policy(null, null, []));
        Assert.Equal((2, 1_000), Retries.Policy(2, null, []) is { } policy ? (policy.Attempts, policy.DelayMs) : default);
        Assert.Equal(0, Retries.Policy(2, TimeSpan.Zero, ["SIGKILL"])!.DelayMs);
    }
}
