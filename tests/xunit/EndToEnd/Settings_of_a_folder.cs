namespace Mill.Tests.EndToEnd;

/// <summary>What mill.json and config.json make of a start, and what they do not.</summary>
public sealed class Settings_of_a_folder : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    string Put(string text, string folder = "")
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_home.Work, folder)).FullName, "mill.json");
        File.WriteAllText(path, text);
        return path;
    }

    void PutHome(string text)
    {
        Directory.CreateDirectory(_home.Home, (UnixFileMode)0b111_000_000);
        File.WriteAllText(Path.Combine(_home.Home, "config.json"), text);
    }

    [Fact]
    public void are_those_of_the_nearest_file_upward_and_then_of_the_home()
    {
        PutHome("{ \"defaults\": { \"grace\": \"1s\", \"timeout\": \"20m\", \"tags\": { \"a\": \"home\" } } }");
        Put("{ \"defaults\": { \"grace\": \"2s\", \"timeout\": \"30m\" } }");
        Put("{ \"defaults\": { \"grace\": \"3s\" } }", "near/by");
        Directory.CreateDirectory(Path.Combine(_home.Work, "near/by/deep"));

        var spec = _home.Read(_home.Start("--cwd", "near/by/deep", "--", "true"), "run.json").At("spec");

        Assert.Equal((3_000, 1_200_000, "home"), (spec.Number("graceMs"), spec.Number("timeoutMs"), spec.Text("tags.a")));
        Assert.Equal(2_000, _home.Read(_home.Start("--cwd", "near", "--", "true"), "run.json").Number("spec.graceMs"));
        Assert.Equal(9_000, _home.Read(_home.Start("--grace", "9s", "--", "true"), "run.json").Number("spec.graceMs"));
    }

    [Fact]
    public void reach_the_process_and_can_be_taken_back()
    {
        Put("{ \"defaults\": { \"merge\": true, \"environment\": { \"LEVEL\": \"{{x}}\", \"GONE\": null } } }");
        var merged = _home.Start("--env", "OTHER=1", "--", "/bin/sh", "-c", "echo $LEVEL$OTHER; echo err >&2");
        var apart = _home.Start("--no-merge", "--", "/bin/sh", "-c", "echo err >&2");
        _home.Ended(merged);
        _home.Ended(apart);

        Assert.Equal("{{x}}1\nerr\n", _home.Text(merged, "logs/main.1.out"));
        Assert.Equal("err\n", _home.Text(apart, "logs/main.1.err"));
    }

    [Fact]
    public void that_make_no_sense_start_nothing_and_name_every_line()
    {
        var file = Put("{ \"defaults\": {\n \"grcae\": 1,\n \"timeout\": \"soon\" } }");
        _home.Mill("start", "--json", "--", "true").Refuses(MillError.BadConfig, $"{file}:2: ", "'grace'", $"{file}:3: ");
        Assert.False(Directory.Exists(Path.Combine(_home.Home, "runs")));
    }

    [Fact]
    public void that_make_no_sense_are_nothing_to_those_who_only_look()
    {
        var id = _home.StartScript("echo hello");
        _home.Ended(id);
        PutHome("{ bad");
        Put("{ bad");
        foreach (var line in new[] { new[] { "ls" }, ["get", id], ["wait", id], ["logs", id], ["stop", id], ["repair", id], ["watch", id] })
            _home.Mill(line).Expect(0);
        _home.Mill("rm", id).Expect(0);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite, "everybody may write to it")]
    public void that_others_may_write_are_refused(UnixFileMode mode, string told)
    {
        var file = Put("{}");
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | mode);
        _home.Mill("start", "--json", "--", "true").Refuses(MillError.BadConfig, file, told);
        _home.Mill("config", "--json").Refuses(MillError.BadConfig, file, told);
    }

    [Fact]
    public void that_belong_to_another_user_are_refused()
    {
        if (Environment.UserName != "root") return; // Only root can give a file away.
        var file = Put("{ \"hooks\": { \"onEnd\": [\"evil\"] } }");
        Programs.Run("/bin/chown", ["12345", file], _home.At(new RunOptions())).Expect(0);
        _home.Mill("start", "--json", "--", "true").Refuses(MillError.BadConfig, file, "belongs to user 12345");
    }

    [Fact]
    public void may_be_reached_by_a_link()
    {
        var elsewhere = Path.Combine(_home.Root, "elsewhere.json");
        File.WriteAllText(elsewhere, "{ \"defaults\": { \"grace\": \"7s\" } }");
        File.CreateSymbolicLink(Path.Combine(_home.Work, "mill.json"), elsewhere);
        Assert.Equal(7_000, _home.Read(_home.Start("--", "true"), "run.json").Number("spec.graceMs"));
    }

    [Fact]
    public void that_are_no_file_are_refused()
    {
        Directory.CreateDirectory(Path.Combine(_home.Work, "mill.json"));
        _home.Mill("start", "--json", "--", "true").Refuses(MillError.BadConfig, "a folder");
    }

    [Fact]
    public void are_shown_with_where_they_come_from()
    {
        var file = Put("{ \"defaults\": {\n\"grace\": \"2s\" } }");
        var all = _home.MillWith(new RunOptions { Environment = new Dictionary<string, string?> { ["MILL_LOG_RETENTION_SECS"] = "60" } }, "config", "--json").Expect(0).Json;
        string Of(string key) => all.EnumerateArray().Single(one => one.Text("key") == key) is var one ? $"{one.Text("value")} {one.Text("source")}" : "";

        Assert.Equal($"2s {file}:2", Of("defaults.grace"));
        Assert.Equal("1m MILL_LOG_RETENTION_SECS", Of("retention.logs"));
        Assert.Equal("64MB built in", Of("defaults.logCap"));
        Assert.Contains($"{file}:2", _home.Mill("config").Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void of_a_home_say_how_many_ended_runs_are_kept()
    {
        var old = _home.StartScript("true");
        _home.Ended(old);
        var young = _home.StartScript("sleep 0.1");
        _home.Ended(young);
        PutHome("{ \"retention\": { \"keep\": 1 } }");
        Until.True(() => _home.Mill("ls", "--active", "--json").Expect(0).Json.GetArrayLength() == 0, TimeSpan.FromSeconds(60), "nobody is left");

        _home.Mill("sweep").Expect(0);

        Assert.Equal((false, true), (Directory.Exists(_home.Folder(old)), Directory.Exists(_home.Folder(young))));
    }

    [Fact]
    public void say_how_deep_runs_may_be()
    {
        Put("{ \"defaults\": { \"depth\": 0 } }");
        var id = _home.StartScript("mill start --json -- true; echo $?");
        _home.Ended(id);
        Assert.Contains("TooDeep", _home.Text(id, "logs/main.1.out"), StringComparison.Ordinal);
    }

    [Fact]
    public void are_nothing_to_a_restart()
    {
        var id = _home.Start("--", "/bin/echo", "{{x}}");
        _home.Ended(id);
        Put("{ \"defaults\": { \"timeout\": \"5m\", \"tags\": { \"late\": \"1\" } } }");
        var again = _home.Mill("restart", id).Expect(0).Out.Trim();
        _home.Ended(again);
        Assert.True(_home.Read(again, "run.json").IsNull("spec.timeoutMs"));
        Assert.Equal("{{x}}\n", _home.Text(again, "logs/main.1.out"));
    }
}
