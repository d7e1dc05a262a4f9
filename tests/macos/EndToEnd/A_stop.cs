namespace Mill.Tests.EndToEnd;

/// <summary>Stopping runs.</summary>
public sealed class A_stop : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Ends_a_tree_of_three_and_its_worker()
    {
        var id = _home.StartDummy([], "tree", "3");
        var pids = _home.Pids(id, 3);
        Assert.Equal("cancelled", _home.Mill("stop", id, "--grace", "1s", "--json").Expect(0).Json.Text("status"));
        Until.True(() => !Everybody.Pids("mill-dummy").Intersect(pids).Any(), s_patience, "the tree is gone");
        Until.True(() => Everybody.Pids("mill").Length == 0, s_patience, "the worker is gone");
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_home.Home, "active")));
    }

    [Fact]
    public void Ends_a_process_whose_parent_is_gone()
    {
        var id = _home.Start("--", "/bin/sh", "-c", $"'{Places.Dummy}' leave-behind '{_home.Work}/pid'; exec '{Places.Dummy}' sleep");
        var orphan = int.Parse(Until.Some(() => File.Exists(_home.Work + "/pid") ? File.ReadAllText(_home.Work + "/pid") : null, s_patience, "the orphan's pid"));
        _home.Mill("stop", id, "--grace", "1s").Expect(0);
        Until.True(() => !Everybody.Pids("mill-dummy").Contains(orphan), s_patience, "the orphan is gone");
    }

    [Fact]
    public void Ends_one_that_will_not_hear()
    {
        var id = _home.StartDummy([], "ignore-term");
        Until.True(() => _home.Output(id).Length > 0, s_patience, "it no longer hears");
        Assert.Equal(1, (int)_home.Mill("stop", id, "--grace", "500ms", "--json").Expect(0).Json.Number("killSent"));
    }

    [Fact]
    public void Asked_for_five_times_at_once_is_one_and_five_successes()
    {
        var id = _home.StartDummy([], "tree", "2");
        var answers = new Answer[5];
        Parallel.For(0, answers.Length, number => answers[number] = _home.Mill("stop", id, "--grace", "500ms"));
        Assert.All(answers, answer => answer.Expect(0));
        Assert.Single(_home.Events(id, "run:cancelled"));
    }
}
