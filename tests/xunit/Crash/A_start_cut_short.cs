namespace Mill.Tests.Crash;

/// <summary>A launcher that is ended in the middle of a start.</summary>
public sealed class A_start_cut_short : IDisposable
{
    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("start.marked")]
    public void before_there_is_a_folder_leaves_no_run(string step)
    {
        Start(step);
        foreach (var one in _crashes.Marked()) File.SetLastWriteTimeUtc(Path.Combine(_crashes.Home.Home, "active", one), DateTime.UtcNow);
        _crashes.Home.Mill("repair", "--all").Expect(0);
        Assert.Single(_crashes.Marked()); // Somebody may be about to make the folder.

        _crashes.Age();
        _crashes.Home.Mill("repair", "--all").Expect(0);
        _crashes.Repair();

        Assert.Empty(_crashes.Marked());
        Assert.Empty(_crashes.Ids());
    }

    [Theory]
    [InlineData("start.folder")]
    [InlineData("start.life-lock")]
    [InlineData("start.program-kept")]
    [InlineData("start.reserved")]
    [InlineData("events.appended")]
    [InlineData("events.synced")]
    [InlineData("file.staged")]
    [InlineData("start.first-event")]
    [InlineData("start.worker-launched")]
    public void before_the_worker_has_its_orders_is_an_early_exit(string step)
    {
        Start(step);
        _crashes.Settle();
        _crashes.Age();

        _crashes.Repair();

        _crashes.IsOver(Assert.Single(_crashes.Ids()), "failed early-exit");
        Assert.False(File.Exists(Path.Combine(_crashes.Home.Work, "ran")));
    }

    [Fact]
    public void before_its_lock_is_an_early_exit_also_where_the_first_repair_was_ended_too()
    {
        Start("start.folder");
        _crashes.Settle();
        _crashes.Age();
        _crashes.DieAt("events.synced", "repair", "--all");
        _crashes.Age();

        _crashes.Repair();

        _crashes.IsOver(Assert.Single(_crashes.Ids()), "failed early-exit");
    }

    [Theory]
    [InlineData("start.orders-sent")]
    public void after_the_worker_has_its_orders_changes_nothing_about_the_run(string step)
    {
        Start(step);
        _crashes.Settle();

        _crashes.IsOver(Assert.Single(_crashes.Ids()), "complete exit");
        _crashes.Repair();
        Assert.True(File.Exists(Path.Combine(_crashes.Home.Work, "ran")));
    }

    [Theory]
    [InlineData("start.undone")]
    public void while_it_is_undone_leaves_no_run(string step)
    {
        _crashes.Home.Mill("queue", "set", "q", "--pause").Expect(0);
        _crashes.DieAt(step, "start", "--queue", "q", "--env", "MY_TOKEN=kept nowhere", "--", "touch", "ran");
        Assert.Empty(_crashes.Ids());

        _crashes.Age();
        _crashes.Home.Mill("repair", "--all").Expect(0);
        _crashes.Repair();

        Assert.Empty(_crashes.Marked());
    }

    [Theory]
    [InlineData("copy.filled")]
    [InlineData("copy.put-aside")]
    public void while_it_copies_mill_leaves_nothing_to_the_next_one(string step)
    {
        var module = Path.Combine(_crashes.Home.Root, "module");
        Installed.HandingOn(Path.Combine(module, "mill"));
        if (step == "copy.put-aside") Damage(StartFrom(module, "nowhere").Expect(0));

        Assert.Equal(128 + Libc.Kill, StartFrom(module, step).ExitCode);
        StartFrom(module, "nowhere").Expect(0);
        _crashes.Settle();
        _crashes.Age();
        _crashes.Home.Mill("sweep").Expect(0);

        Assert.DoesNotContain(Directory.GetDirectories(Path.Combine(_crashes.Home.Home, "bin")), path => Path.GetFileName(path)[0] == '.');
        Assert.All(_crashes.Ids(), id => _crashes.IsOver(id, "complete exit"));
    }

    Answer StartFrom(string module, string step) => Programs.Run(Places.Dummy, ["start", _crashes.Home.Home, module, "true"],
        _crashes.Home.At(new RunOptions { Environment = new Dictionary<string, string?> { ["MILL_DIE_AT"] = $"-{step}" } }));

    void Damage(Answer _)
    {
        foreach (var mill in Directory.GetFiles(Path.Combine(_crashes.Home.Home, "bin"), "mill", SearchOption.AllDirectories)) File.WriteAllText(mill, "");
    }

    void Start(string step) => _crashes.DieAt(step, "start", "--", "touch", "ran");
}
