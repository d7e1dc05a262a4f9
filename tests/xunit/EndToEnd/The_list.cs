using System.Collections;

namespace Mill.Tests.EndToEnd;

/// <summary>Listing, removing and sweeping.</summary>
public sealed class The_list : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void is_newest_first_and_filtered_by_status_tag_name_and_number()
    {
        var first = _home.StartScript("true", "--tag", "k=1", "--name", "alpha");
        _home.Ended(first);
        var second = _home.StartScript("exit 1", "--tag", "k=2", "--name", "beta");
        _home.Ended(second);
        var third = _home.Start("--tag", "k=1", "--", "sleep", "600");

        Assert.Equal([third, second, first], Ids());
        Assert.Equal([third], Ids("--active"));
        Assert.Equal([second], Ids("--status", "failed"));
        Assert.Equal(new[] { first, third }.Order(), Ids("--tag", "k=1").Order());
        Assert.Single(Ids("--last", "1"));
    }

    // The ids of one second are in no order.
    [Fact]
    public void is_newest_first_within_a_second_too()
    {
        string[] ids = [.. Enumerable.Range(0, 6).Select(_ => _home.Start("--", "true"))];
        foreach (var id in ids) _home.Ended(id);

        Assert.Equal(ids.Reverse(), Ids());
        Assert.Equal(ids.Reverse().Take(2), Ids("--last", "2"));
        Assert.Equal(ids.Reverse(), _home.Client.List(new RunFilter { Tree = true }).Select(run => run.Id));
    }

    [Fact]
    public void C40_never_calls_a_run_running_whose_worker_is_dead()
    {
        var id = _home.Start("--", "sleep", "600");
        Libc.Signal(_home.WorkerOf(id), Libc.Kill);

        Until.True(() => Ids("--status", "running").Length == 0, TimeSpan.FromSeconds(60), "the run is not listed as running");
        Assert.Equal([id], Ids("--status", "lost"));
    }

    [Fact]
    public void says_nothing_of_a_run_that_is_just_being_made()
    {
        var made = _home.StartScript("true");
        _home.Ended(made);
        var id = DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture) + "-aaaa";
        Directory.CreateDirectory(_home.Folder(id));
        File.WriteAllText(Path.Combine(_home.Home, "active", id), "");
        Assert.Equal("", _home.Mill("ls").Expect(0).Err);

        File.SetLastWriteTimeUtc(Path.Combine(_home.Home, "active", id), DateTime.UtcNow.AddMinutes(-1));
        Assert.Contains(id, _home.Mill("ls").Err, StringComparison.Ordinal);
    }

    [Fact]
    public void C41_goes_on_while_runs_are_removed()
    {
        var ids = Enumerable.Range(0, 6).Select(_ => _home.StartScript("true")).ToArray();
        foreach (var id in ids) _home.Ended(id);
        var removing = Task.Run(() => { foreach (var id in ids) _home.Mill("rm", id).Expect(0); });

        while (!removing.IsCompleted) _home.Mill("ls", "--json").Expect(0);

        Assert.True(removing.IsCompletedSuccessfully, removing.Exception?.ToString());
        Assert.Empty(Ids());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_home.Home, "runs")));
    }

    [Fact]
    public void C41_passes_over_a_run_that_is_removed_between_its_name_and_its_record()
    {
        var (stays, goes) = (_home.StartScript("true"), _home.StartScript("true"));
        foreach (var id in new[] { stays, goes }) _home.Ended(id);
        var warnings = new List<string>();
        var any = new AskedOfEachName(() => { if (Directory.Exists(_home.Folder(goes))) Directory.Delete(_home.Folder(goes), recursive: true); });

        Assert.Equal([stays], _home.Client.List(new RunFilter { Ids = any }, warnings.Add).Select(run => run.Id));
        Assert.Empty(warnings);
        Assert.Equal(3, any.Names); // Of both the name, of one the record.
    }

    [Fact]
    public void loses_a_run_that_is_over_and_keeps_one_that_lives()
    {
        var over = _home.StartScript("true");
        _home.Ended(over);
        var live = _home.Start("--", "sleep", "600");

        _home.Mill("rm", over).Expect(0);
        _home.Mill("rm", live, "--json").Refuses(MillError.RunIsLive, live);

        Assert.Equal([live], Ids());
        Assert.False(Directory.Exists(_home.Folder(over)));
    }

    [Fact]
    public void C62_is_untouched_by_dry_runs()
    {
        var failed = _home.StartScript("exit 1");
        _home.Ended(failed);
        _home.Settle();
        var before = Trees.Hash(_home.Home);

        _home.Mill("sweep", "--dry-run", "--older-than", "1ms", "--keep", "0").Expect(0);
        _home.Mill("resume", failed, "--dry-run").Expect(0);
        _home.Mill("repair", failed, "--dry-run").Expect(0);

        Assert.Equal(before, Trees.Hash(_home.Home));
    }

    [Fact]
    public void is_cut_by_a_sweep_to_so_many_ended_runs()
    {
        var live = _home.Start("--", "sleep", "600");
        foreach (var _ in Enumerable.Range(0, 3)) _home.Ended(_home.StartScript("true"));

        _home.Mill("sweep", "--keep", "1").Expect(0);

        Assert.Equal(2, Ids().Length);
        Assert.Contains(live, Ids());
    }

    [Fact]
    public void keeps_logs_however_long_somebody_wants_them_kept()
    {
        var forEver = new RunOptions { Environment = new Dictionary<string, string?> { ["MILL_LOG_RETENTION_SECS"] = $"{long.MaxValue}" } };
        _home.Ended(_home.StartScript("echo kept"));

        Assert.Equal("", _home.MillWith(forEver, "sweep").Expect(0).Out);
    }

    string[] Ids(params string[] options) =>
        [.. _home.Mill(["ls", "--json", .. options]).Expect(0).Json.EnumerateArray().Select(one => one.Text("id")!)];

    /// <summary>A pattern for any id; a list asks for it with each name that it finds, before it reads any record.</summary>
    sealed class AskedOfEachName(Action then) : IReadOnlyList<string>
    {
        public int Names { get; private set; }
        public int Count => 1;
        public string this[int index] => "*";

        public IEnumerator<string> GetEnumerator()
        {
            Names++;
            then();
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
