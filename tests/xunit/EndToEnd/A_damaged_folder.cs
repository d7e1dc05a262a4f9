namespace Mill.Tests.EndToEnd;

/// <summary>Folders that are no proper runs are one warning each, and never stop a listing.</summary>
public sealed class A_damaged_folder : IAsyncLifetime
{
    const string Broken = "20200101-000000-abcd";
    readonly TestHome _home = new();
    string _good = "";

    // Not in the constructor: when that throws, nobody disposes.
    public ValueTask InitializeAsync()
    {
        _home.Ended(_good = _home.StartScript("true"));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _home.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void that_is_empty()
    {
        Directory.CreateDirectory(_home.Folder(Broken));
        IsNamedAndSkipped();
    }

    [Fact]
    public void C12_that_a_starter_left_empty_is_repaired_and_removed()
    {
        var (folder, marker) = (_home.Folder(Broken), Path.Combine(_home.Home, "active", Broken));
        Directory.CreateDirectory(folder);
        File.WriteAllText(marker, "");
        Assert.False(_home.Repair(Broken).Is("repaired"));

        File.SetLastWriteTimeUtc(marker, DateTime.UtcNow.AddSeconds(-30));
        Assert.True(_home.Repair(Broken).Is("repaired"));
        Assert.Equal(("failed", "early-exit"), (_home.Get(Broken).Text("effectiveStatus"), _home.Get(Broken).Text("reason")));
        Assert.False(File.Exists(marker));
        _home.Mill("rm", Broken).Expect(0);
    }

    [Fact]
    public void that_has_something_in_it_and_nothing_of_a_run_is_not_removed()
    {
        Directory.CreateDirectory(_home.Folder(Broken));
        File.WriteAllText(_home.FileOf(Broken, "mine"), "kept");

        for (var time = 0; time < 2; time++) _home.Mill("rm", Broken, "--force", "--json").Refuses(MillError.RunDamaged, "left alone");
        Assert.Equal("kept", _home.Text(Broken, "mine"));
    }

    [Fact]
    public void that_is_half_written()
    {
        Copy();
        foreach (var name in new[] { "run.json", "events.ndjson" })
            File.WriteAllText(_home.FileOf(Broken, name), _home.Text(_good, name)[..40]);
        File.Delete(_home.FileOf(Broken, "result.json"));
        IsNamedAndSkipped();
    }

    [Fact]
    public void that_is_a_plain_file()
    {
        File.WriteAllText(_home.Folder(Broken), "not a folder");
        IsNamedAndSkipped();
    }

    [Fact]
    public void that_was_written_by_a_newer_version()
    {
        Copy();
        foreach (var name in new[] { "run.json", "events.ndjson", "result.json" })
            File.WriteAllText(_home.FileOf(Broken, name), _home.Text(_good, name).Replace("\"schemaVersion\":1", "\"schemaVersion\":99").Replace("\"schemaVersion\": 1", "\"schemaVersion\": 99"));
        var before = Trees.Hash(_home.Folder(Broken));

        _home.Mill("get", Broken, "--json").Refuses(MillError.NewerFormat, Broken);
        _home.Mill("stop", Broken, "--json").Expect(1);
        _home.Mill("repair", Broken);
        IsNamedAndSkipped();
        Assert.Equal(before, Trees.Hash(_home.Folder(Broken)));
    }

    [Theory]
    [InlineData("run.json")]
    [InlineData("events.ndjson")]
    [InlineData("result.json")]
    [InlineData("heartbeat.json")]
    [InlineData("worker.json")]
    [InlineData("worker.lock")]
    [InlineData("run.lock")]
    public void with_a_pipe_in_the_place_of_a_file_hangs_nobody(string name)
    {
        File.Delete(_home.FileOf(_good, name));
        Assert.True(Libc.MakeFifo(_home.FileOf(_good, name)));
        var quick = new RunOptions { Deadline = TimeSpan.FromSeconds(60) };

        foreach (var line in new string[][] { ["ls"], ["get", _good], ["repair", _good, "--dry-run"], ["stop", _good], ["logs", _good] })
            Assert.InRange(_home.MillWith(quick, line).ExitCode, 0, 1);
    }

    [Theory]
    [InlineData("run.json", "\"schemaVersion\":1", "\"schemaVersion\":{}")]
    [InlineData("heartbeat.json", "\"schemaVersion\":1", "\"schemaVersion\":[]")]
    [InlineData("heartbeat.json", "\"atBootMs\":", "\"atBootMs\":-900000000000000000")]
    [InlineData("events.ndjson", "\"sequence\":", "\"sequence\":null,\"was\":")]
    [InlineData("run.json", "\"graceMs\":", "\"graceMs\":900000000000000")]
    [InlineData("events.ndjson", "\"graceMs\":", "\"graceMs\":900000000000000")]
    public void with_a_number_that_is_none_stops_nobody(string name, string text, string instead)
    {
        File.WriteAllText(_home.FileOf(_good, name), _home.Text(_good, name).Replace(text, instead));
        IsReadSomehow();
    }

    [Fact]
    public void with_an_event_log_larger_than_memory_stops_nobody_and_is_put_aside()
    {
        using (var log = File.OpenWrite(_home.FileOf(_good, "events.ndjson"))) log.SetLength(8L << 30);
        IsReadSomehow();
        Assert.True(File.Exists(_home.FileOf(_good, "events.ndjson.damaged")));
        Assert.Equal("complete", _home.Get(_good).Text("effectiveStatus"));
    }

    [Fact]
    public void with_a_damaged_snapshot_is_read_from_its_events()
    {
        File.WriteAllText(_home.FileOf(_good, "run.json"), "{\"id\":");
        Assert.Equal("complete", _home.Get(_good).Text("status"));
    }

    [Fact]
    public void is_told_with_the_place_where_its_text_makes_no_sense()
    {
        File.WriteAllText(_home.FileOf(_good, "run.json"), "{\n\"id\":!}");
        File.WriteAllText(_home.FileOf(_good, "events.ndjson"), "garbage\n");
        _home.Mill("get", _good, "--json").Refuses(MillError.RunDamaged, "run.json is damaged", "line 2, byte 6");
    }

    [Fact]
    public void of_which_nothing_makes_sense_is_called_damaged_and_stops_no_repair()
    {
        foreach (var name in new[] { "run.json", "events.ndjson", "result.json" }) File.WriteAllText(_home.FileOf(_good, name), "garbage\n");

        var outcome = _home.Mill("repair", _good, "--json").Expect(1).Json;

        Assert.Equal(("damaged", false), (outcome.Text("verdict"), outcome.Is("repaired")));
        var other = _home.Start("--", "sleep", "600");
        _home.KillWorker(other);
        Assert.Equal(new[] { _good, other }.Order(), _home.Mill("repair", "--all", "--json").Expect(1).Json.EnumerateArray().Select(one => one.Text("id")!).Order());
        Assert.Equal("failed", _home.Get(other).Text("status"));
    }

    [Theory]
    [InlineData("--json"), InlineData("--dry-run")]
    public void that_cannot_be_repaired_is_an_error_of_a_repair_of_all(string option)
    {
        _home.Mill("repair", "--all", option).Expect(0);
        File.WriteAllText(_home.FileOf(_good, "run.json"), _home.Text(_good, "run.json").Replace("\"schemaVersion\":1", "\"schemaVersion\":99"));
        File.Delete(_home.FileOf(_good, "events.ndjson"));

        Assert.Contains($"run {_good}:", _home.Mill("repair", "--all", option).Expect(1).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void with_a_torn_last_event_is_read_all_the_same()
    {
        File.AppendAllText(_home.FileOf(_good, "events.ndjson"), "{\"schemaVersion\":1,\"runId\":\"");
        File.Delete(_home.FileOf(_good, "run.json"));
        Assert.Equal("complete", _home.Get(_good).Text("status"));
    }

    [Fact]
    public void that_is_a_link_to_elsewhere_is_not_followed_when_it_is_removed()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_home.Work, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "precious"), "");
        Directory.CreateSymbolicLink(_home.Folder(Broken), elsewhere);

        _home.Mill("rm", Broken);
        _home.Mill("sweep");

        Assert.True(File.Exists(Path.Combine(elsewhere, "precious")));
    }

    void IsReadSomehow()
    {
        foreach (var line in new string[][] { ["ls"], ["get", _good], ["logs", _good], ["repair", _good], ["stop", _good], ["stop", _good, "--force"], ["repair", "--all"] })
            Assert.DoesNotContain("a fault in mill", _home.Mill(line).Err, StringComparison.Ordinal);
    }

    void Copy() => Programs.Run("/bin/cp", ["-r", _home.Folder(_good), _home.Folder(Broken)], new RunOptions()).Expect(0);

    void IsNamedAndSkipped()
    {
        var list = _home.Mill("ls", "--json").Expect(0);
        Assert.Contains(list.Json.EnumerateArray(), one => one.Text("id") == _good);
        Assert.Contains(Broken, list.Err);

        var answer = _home.Mill("get", Broken, "--json").Expect(1);
        Assert.Contains(Broken, answer.Json.Text("error.message"));
        Assert.InRange(_home.Mill("repair", "--all").ExitCode, 0, 1);
    }
}
