namespace Mill.Tests.EndToEnd;

/// <summary>What <c>mill start</c> gives its process, and what it gives back.</summary>
public sealed class A_start : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void prints_the_id_alone_and_the_run_is_running()
    {
        var answer = _home.Mill("start", "--", "sleep", "600").Expect(0);

        Assert.Matches(@"^\d{8}-\d{6}-[a-z2-7]{4}\n$", answer.Out);
        Assert.Equal("running", _home.Get(answer.Out.Trim()).Text("effectiveStatus"));
    }

    [Fact]
    public void returns_at_once_even_where_its_output_is_captured()
    {
        var answer = Programs.Run("/bin/bash", ["-c", "x=$(mill start -- sleep 600); echo got $x"], _home.At(new RunOptions()));

        Assert.StartsWith("got 2", answer.Out);
        Assert.Equal("running", _home.Get(answer.Out.Trim()["got ".Length..]).Text("effectiveStatus"));
    }

    [Fact]
    public void says_who_ends_it_with_the_session_unless_it_is_waited_for_or_spared()
    {
        const string Said = "mill: GitHub Actions ends whatever has RUNNER_TRACKING_ID in its environment when the job is over, and this run with it. If it is to live on: mill start --unset-env RUNNER_TRACKING_ID\n";
        var options = new RunOptions { Environment = new Dictionary<string, string?> { ["RUNNER_TRACKING_ID"] = "github_1" } };

        var answers = new string[][] { [], ["--json"], ["--wait"], ["--unset-env", "RUNNER_TRACKING_ID"] }
            .Select(words => _home.MillWith(options, ["start", .. words, "--", "true"]).Expect(0).Err).ToArray();

        Assert.Equal([Said, Said], answers[..2]);
        Assert.All(answers[2..], one => Assert.DoesNotContain("GitHub", one, StringComparison.Ordinal));
    }

    [Fact]
    public void C01_gives_standard_input_that_is_at_its_end()
    {
        var id = _home.Start("--", "/bin/sh", "-c", "cat; readlink /proc/self/fd/0");

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal("/dev/null\n", _home.Text(id, "logs/main.1.out"));
    }

    [Fact]
    public void C02_lets_a_process_write_ten_megabytes_to_each_stream_after_the_caller_is_gone()
    {
        var id = _home.Mill("start", "--", "/bin/sh", "-c", "until [ -e go ]; do sleep 0.02; done; exec \"$0\" write 10485760", Places.Dummy).Expect(0).Out.Trim();
        File.WriteAllText(Path.Combine(_home.Work, "go"), ""); // By now mill has exited, and nobody reads its output any more.

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal(10_485_760, new FileInfo(_home.FileOf(id, "logs/main.1.out")).Length);
        Assert.Equal(10_485_760, new FileInfo(_home.FileOf(id, "logs/main.1.err")).Length);
        Assert.EndsWith("e 163839".PadRight(63) + "\n", _home.Text(id, "logs/main.1.err"));
    }

    [Fact]
    public void C07_hands_on_the_callers_environment()
    {
        var options = new RunOptions { Environment = new Dictionary<string, string?> { ["SOME_API_KEY"] = "k-123", ["PLAIN"] = "plain" } };
        var id = _home.MillWith(options, "start", "--", "/bin/sh", "-c", "echo $SOME_API_KEY | wc -c; echo $PLAIN").Expect(0).Out.Trim();

        _home.Ended(id);
        Assert.Equal("6\nplain\n", _home.Text(id, "logs/main.1.out"));
    }

    [Fact]
    public void C08_works_with_next_to_no_environment_and_makes_no_literal_variable_folder()
    {
        var nothing = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name is not ("DOTNET_ROOT" or "PATH" or "MILL_HOME")).ToDictionary(name => name, string? (_) => null);
        var id = _home.MillWith(new RunOptions { Environment = nothing }, "start", "--", "/usr/bin/env").Expect(0).Out.Trim();

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        var variables = _home.Text(id, "logs/main.1.out").Split('\n');
        Assert.Contains($"MILL_RUN_ID={id}", variables);
        Assert.Contains(variables, one => one.StartsWith("HOME=/"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Work));
    }

    [Fact]
    public void C09_tells_the_process_which_run_it_is_and_believes_in_no_outer_run_that_is_not_there()
    {
        var options = new RunOptions { Environment = new Dictionary<string, string?> { ["MILL_RUN_ID"] = "20200101-000000-abcd" } };
        var id = _home.MillWith(options, "start", "--", "/usr/bin/env").Expect(0).Out.Trim();
        _home.Ended(id);
        var variables = _home.Text(id, "logs/main.1.out").Split('\n');

        Assert.Contains($"MILL_RUN_ID={id}", variables);
        Assert.DoesNotContain("MILL_RUN_ID=20200101-000000-abcd", variables);
        Assert.Contains("MILL_SPAWN_ID=main.1", variables);
        Assert.Contains($"MILL_RUN_DIR={_home.Folder(id)}", variables);
        Assert.Contains(variables, one => one.StartsWith("MILL_RUN_DEPTH="));
        Assert.Contains(variables, one => one.StartsWith("MILL_SESSION_FILE="));
        Assert.Contains(variables, one => one.StartsWith("MILL_EXE=/"));
    }

    [Fact]
    public void hands_on_arguments_byte_for_byte()
    {
        string[] odd = ["", " ", "a b", "\"", "'", "\\", "$HOME", "*", "a\nb", "--", "-x", "ünï", "\t", "%s", "`id`", ";", "&&"];
        var id = _home.Start(["--", Places.Dummy, "arguments", .. odd]);
        _home.Ended(id);

        var expected = odd.Select(one => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(one)));
        Assert.Equal(expected, _home.Text(id, "logs/main.1.out").TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void hands_on_variables_that_are_no_text_byte_for_byte()
    {
        const string Script = """
            env -i $'N\xfe=1' BAD=$'a\xffb\xc3' GOOD=ü PATH="$PATH" HOME="$HOME" MILL_HOME="$MILL_HOME" mill start -- cat /proc/self/environ
            """;
        var id = Programs.Run("/bin/bash", ["-c", Script], _home.At(new RunOptions())).Expect(0).Out.Trim();
        _home.Ended(id);

        var variables = Convert.ToHexString(File.ReadAllBytes(_home.FileOf(id, "logs/main.1.out"))).Insert(0, "00");
        byte[][] given = [[.. "N"u8, 0xFE, .. "=1"u8], [.. "BAD=a"u8, 0xFF, .. "b"u8, 0xC3], [.. "GOOD=ü"u8]];
        Assert.All(given, one => Assert.Contains($"00{Convert.ToHexString(one)}00", variables));
    }

    [Theory]
    [InlineData("-- '{0}' arguments $'a\\xffb'")]
    [InlineData("--env A=$'a\\xffb' -- true")]
    [InlineData("--name $'a\\xffb' -- true")]
    [InlineData("--tag a=$'\\xff' -- true")]
    public void refuses_words_that_are_no_text(string words)
    {
        var script = $"mill start --json {string.Format(System.Globalization.CultureInfo.InvariantCulture, words, Places.Dummy)}";
        Programs.Run("/bin/bash", ["-c", script], _home.At(new RunOptions())).Refuses(MillError.BadArgument, "UTF-8");
    }

    [Fact]
    public void C17_records_what_the_worker_used()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home.Work, "some where")).FullName;
        var id = _home.Start("--cwd", folder, "--env", "COLOUR=blue", "--timeout", "77", "--name", "n", "--tag", "k=v", "--",
            "/bin/sh", "-c", "pwd; echo $COLOUR");
        var run = _home.Ended(id);
        var spec = _home.Read(id, "run.json").At("spec");

        Assert.Equal($"{folder}\nblue\n", _home.Text(id, "logs/main.1.out"));
        Assert.Equal(folder, spec.Text("workingDirectory"));
        Assert.Equal("blue", spec.Text("environment.COLOUR"));
        Assert.Equal(77_000, spec.Number("timeoutMs"));
        Assert.Equal("n", run.Text("name"));
        Assert.Equal("v", run.Text("tags.k"));
        Assert.Equal(spec.GetRawText(), _home.Events(id, "run:start")[0].At("payload.spec").GetRawText());
    }

    [Fact]
    public void keeps_the_callers_umask_and_gives_no_stray_descriptors_or_signal_state()
    {
        var answer = Programs.Run("/bin/bash", ["-c",
            "umask 0027; mill start -- /bin/sh -c 'umask; ls /proc/self/fd | wc -l; grep -E \"SigBlk|SigIgn\" /proc/self/status'"], _home.At(new RunOptions()));
        var id = answer.Expect(0).Out.Trim();
        _home.Ended(id);

        // ls has one more open: the folder that it reads.
        Assert.Equal("0027\n4\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", _home.Text(id, "logs/main.1.out"));
    }

    [Fact]
    public void makes_folders_and_files_that_only_their_owner_may_read_whatever_the_umask()
    {
        var id = Programs.Run("/bin/bash", ["-c", "umask 0; mill start -- sleep 600"], _home.At(new RunOptions())).Expect(0).Out.Trim();

        foreach (var entry in Directory.EnumerateFileSystemEntries(_home.Home, "*", SearchOption.AllDirectories))
            Assert.True((int)(File.GetUnixFileMode(entry) & (UnixFileMode)0b111_111) == 0, entry);
        Assert.Equal(0, (int)(File.GetUnixFileMode(_home.Home) & (UnixFileMode)0b111_111));
        Assert.True(ProcFs.IsAlive(_home.ProcessOf(id)));
    }

    [Theory]
    [InlineData("<&- >&- 2>&-")]
    [InlineData(">&-")]
    public void works_with_standard_streams_that_are_closed(string closed)
    {
        Programs.Run("/bin/sh", ["-c", $"mill start --wait -- /bin/sh -c 'echo out; echo err >&2' {closed}"], _home.At(new RunOptions())).Expect(0);

        var id = Path.GetFileName(Directory.GetDirectories(Path.Combine(_home.Home, "runs")).Single());
        Assert.Equal(("out\n", "err\n"), (_home.Text(id, "logs/main.1.out"), _home.Text(id, "logs/main.1.err")));
    }

    [Fact]
    public void with_merge_sends_both_streams_to_one_file_in_order()
    {
        var id = _home.Start("--merge", "--", "/bin/sh", "-c", "echo 1; echo 2 >&2; echo 3");
        _home.Ended(id);

        Assert.Equal("1\n2\n3\n", _home.Text(id, "logs/main.1.out"));
        Assert.False(File.Exists(_home.FileOf(id, "logs/main.1.err")));
    }

    [Fact]
    public void with_wait_ends_as_the_run_ended()
    {
        _home.Mill("start", "--wait", "--", "/bin/sh", "-c", "exit 0").Expect(0);
        _home.Mill("start", "--wait", "--", "/bin/sh", "-c", "exit 9").Expect(3);
    }

    [Fact]
    public void C16_works_twenty_times_at_once_from_four_processes()
    {
        const string Five = "for i in 1 2 3 4 5; do mill start -- /bin/true & done; wait";
        var answers = Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4)
            .Select(_ => Programs.Run("/bin/bash", ["-c", Five], _home.At(new RunOptions()))).ToArray();
        var ids = answers.SelectMany(one => one.Lines).ToArray();

        Assert.Equal(20, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal("complete", _home.Ended(id).Text("status")));
    }
}
