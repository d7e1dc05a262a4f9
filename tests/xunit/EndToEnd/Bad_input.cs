namespace Mill.Tests.EndToEnd;

/// <summary>Bad input gets a clear error, the documented exit code, and leaves nothing behind.</summary>
public sealed class Bad_input : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("no-such-command-anywhere")]
    [InlineData("/no/such/file")]
    [InlineData("./nothing-here")]
    public void C10_a_command_that_is_not_there(string command)
    {
        _home.Mill("start", "--json", "--", command).Refuses(MillError.CommandNotFound, command, "give its path");
        NothingIsLeft();
    }

    [Fact]
    public void a_command_that_is_a_folder() =>
        _home.Mill("start", "--json", "--", _home.Work).Refuses(MillError.CommandNotFound, "is a folder");

    [Fact]
    public void C10_a_file_that_is_not_executable()
    {
        var file = Path.Combine(_home.Work, "plain.txt");
        File.WriteAllText(file, "text");

        _home.Mill("start", "--json", "--", file).Refuses(MillError.CommandNotExecutable, file, "chmod +x");
        NothingIsLeft();
    }

    [Fact]
    public void C10_a_script_whose_interpreter_is_not_there()
    {
        var file = Path.Combine(_home.Work, "script");
        File.WriteAllText(file, "#!/no/such/interpreter\n");
        Programs.LetRun(file);

        _home.Mill("start", "--json", "--", file).Refuses(MillError.CommandNotExecutable, "/no/such/interpreter", "install that", "mend the line");
        _home.NobodyIsLeft();
    }

    [Fact]
    public void more_attempts_than_a_plan_may_have()
    {
        var request = new StartRequest { Command = "true", Retry = new Runs.RetryPolicy { Attempts = 1_001 } };
        var refused = Assert.Throws<MillException>(() => _home.Client.Launch(request));
        Assert.Equal(MillError.BadValue, refused.Code);
        Assert.Contains("1 to 1000", refused.Message, StringComparison.Ordinal);
        NothingIsLeft();
    }

    [Fact]
    public void a_working_folder_that_is_missing()
    {
        _home.Mill("start", "--cwd", "/no/such/folder", "--json", "--", "true").Refuses(MillError.FolderNotFound, "/no/such/folder", "--cwd");
        NothingIsLeft();
    }

    [Fact]
    public void a_working_folder_without_a_name()
    {
        _home.Mill("start", "--cwd", "", "--json", "--", "true").Refuses(MillError.FolderNotFound, "--cwd");
        NothingIsLeft();
    }

    [Fact]
    public void a_current_folder_that_was_removed()
    {
        using var shell = Programs.Start("/bin/sh", ["-c", "mkdir gone && cd gone && rmdir ../gone && mill start --json -- true"], _home.At(new RunOptions()));
        Assert.Contains(nameof(MillError.FolderNotFound), shell.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        NothingIsLeft();
    }

    [Fact]
    public void a_home_that_is_told_from_a_folder_that_was_removed()
    {
        const string Script = "mkdir gone && cd gone && rmdir ../gone && MILL_HOME=here mill ls --json";
        Programs.Run("/bin/sh", ["-c", Script], _home.At(new RunOptions())).Refuses(MillError.HomeNotUsable, "here", "--home");
    }

    [Fact]
    public void an_output_that_takes_nothing()
    {
        var answer = Programs.Run("/bin/sh", ["-c", "mill help > /dev/full"], _home.At(new RunOptions())).Expect(1);
        Assert.StartsWith("mill: Standard output cannot be written: ", answer.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--timeout", "-5")]
    [InlineData("--timeout", "soon")]
    [InlineData("--timeout", "NaN")]
    [InlineData("--timeout", "99999999999999999999d")]
    [InlineData("--idle-timeout", "0")]
    [InlineData("--grace", "-1s")]
    [InlineData("--memory-limit", "-1")]
    [InlineData("--memory-limit", "lots")]
    [InlineData("--output-limit", "1e400")]
    [InlineData("--memory-limit", "1KB")]
    [InlineData("--log-cap", "0")]
    [InlineData("--log-cap", "1MB")]
    public void a_limit_that_makes_no_sense(string option, string value)
    {
        var answer = _home.Mill("start", $"{option}={value}", "--json", "--", "true").Expect(64);

        Assert.Contains(value, answer.Json.Text("error.message"));
        Assert.Contains(option, answer.Json.Text("error.message"));
        NothingIsLeft();
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("/etc/passwd")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("runs/x")]
    [InlineData("20200101-000000-abcd/../x")]
    public void an_id_that_is_a_path(string id)
    {
        _home.StartScript("true");
        foreach (var verb in new[] { "get", "wait", "stop", "logs", "rm", "resume", "repair", "watch" })
            Assert.Contains(_home.Mill(verb, "--json", "--", id).Expect(1).Json.Text("error.code"), new[] { "BadRunId", "RunNotFound" });
    }

    [Fact]
    public void an_id_of_no_run()
    {
        _home.StartScript("true");
        foreach (var verb in new[] { "get", "wait", "stop", "logs", "rm", "resume", "repair", "watch" })
            _home.Mill(verb, "20200101-000000-abcd", "--json").Refuses(MillError.RunNotFound, "20200101-000000-abcd");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void an_id_of_a_run_in_whose_folder_s_place_something_else_is(bool isLink)
    {
        var id = _home.StartScript("true");
        _home.Ended(id);
        _home.Settle();
        Directory.Move(_home.Folder(id), Path.Combine(_home.Work, "moved"));
        if (isLink) File.CreateSymbolicLink(_home.Folder(id), Path.Combine(_home.Work, "moved"));
        else File.WriteAllText(_home.Folder(id), "");

        foreach (var verb in new[] { "get", "wait", "stop", "logs", "resume", "watch" })
            _home.Mill(verb, id, "--json").Refuses(MillError.RunDamaged, _home.Folder(id), "move it away");
    }

    [Fact]
    public void an_id_of_a_run_whose_folder_belongs_to_another_user()
    {
        if (!Libc.IsRoot) Assert.Skip("Only root can give a folder to another user.");
        var id = _home.StartScript("true");
        _home.Ended(id);
        _home.Settle();
        Programs.Run("chown", ["65534", _home.Folder(id)], new RunOptions()).Expect(0);

        _home.Mill("get", id, "--json").Refuses(MillError.RunDamaged, _home.Folder(id), "65534", "move it away");
    }

    [Fact]
    public void a_prefix_of_several_runs()
    {
        var (one, other) = (_home.StartScript("true"), _home.StartScript("true"));
        var prefix = string.Concat(one.Zip(other).TakeWhile(both => both.First == both.Second).Select(both => both.First));

        _home.Mill("get", prefix, "--json").Refuses(MillError.RunAmbiguous, prefix, one, other);
    }

    [Fact]
    public void a_name_of_three_hundred_characters()
    {
        _home.Mill("start", "--name", new string('n', 300), "--json", "--", "true").Refuses(MillError.BadValue, "200", "300", "another with --name");
        NothingIsLeft();
    }

    [Theory]
    [InlineData("MILL_LOG_RETENTION_SECS", "7d")]
    [InlineData("MILL_LOG_RETENTION_SECS", "-1")]
    [InlineData("MILL_LOG_MAX_BYTES", "lots")]
    public void a_variable_that_makes_no_sense(string name, string value)
    {
        var options = new RunOptions { Environment = new Dictionary<string, string?> { [name] = value } };
        foreach (var verb in new[] { "sweep", "config" }) _home.MillWith(options, verb, "--json").Refuses(MillError.BadValue, name, value);
    }

    [Fact]
    public void an_argument_over_the_systems_limit()
    {
        // One argument may have 128 KiB; the system would not even start mill with more, so the run is asked for in-process.
        var refused = Assert.Throws<MillException>(() => _home.Client.Start(new StartRequest
        {
            Command = "true",
            Arguments = [new string('x', 1 << 20)],
            WorkingDirectory = _home.Work,
        }));

        Assert.Equal(MillError.BadArgument, refused.Code);
        NothingIsLeft();
    }

    [Fact]
    public void arguments_over_the_systems_limit_together()
    {
        var refused = Assert.Throws<MillException>(() => _home.Client.Start(new StartRequest
        {
            Command = "true",
            Arguments = [.. Enumerable.Repeat(new string('x', 100_000), 100)],
            WorkingDirectory = _home.Work,
        }));

        Assert.Equal(MillError.BadArgument, refused.Code);
        NothingIsLeft();
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\ud800')]
    public void an_argument_that_is_no_text(char letter)
    {
        var refused = Assert.Throws<MillException>(() => _home.Client.Start(new StartRequest
        {
            Command = "true",
            Arguments = [$"a{letter}b"],
            WorkingDirectory = _home.Work,
        }));

        Assert.Equal(MillError.BadArgument, refused.Code);
        NothingIsLeft();
    }

    [Theory]
    [InlineData("strat")]
    [InlineData("start", "--tiemout", "5", "--", "true")]
    [InlineData("start")]
    [InlineData("start", "--")]
    [InlineData("get")]
    [InlineData("stop")]
    [InlineData("ls", "--status", "asleep")]
    [InlineData("ls", "--last", "-1")]
    public void a_line_that_makes_no_sense(params string[] line)
    {
        var answer = _home.Mill(line).Expect(64);

        Assert.Empty(answer.Out);
        Assert.StartsWith("mill", answer.Err);
        NothingIsLeft();
    }

    [Fact]
    public void without_json_an_error_is_for_people_and_names_the_next_step()
    {
        _home.StartScript("true");
        var answer = _home.MillWith(new RunOptions(), "get", "20200101-000000-abcd").Expect(1);

        Assert.Empty(answer.Out);
        Assert.Contains("20200101-000000-abcd", answer.Err);
        Assert.Contains("mill ls", answer.Err);
    }

    void NothingIsLeft()
    {
        Assert.Empty(_home.Processes());
        if (Directory.Exists(_home.Home))
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_home.Home, "*", SearchOption.AllDirectories), path =>
                Path.GetFileName(Path.GetDirectoryName(path)) is "runs" or "active");
    }
}
