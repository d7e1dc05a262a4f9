namespace Mill.Tests.Security;

/// <summary>Everything that runs of every kind leave in a home, by who may read it and by what it tells.</summary>
public sealed class What_is_on_disk : IDisposable
{
    const string Secret = "hunter2-Zx81";
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("000")]
    [InlineData("277")]
    public void is_its_owner_s_alone_whatever_the_umask(string mask)
    {
        File.WriteAllText(Path.Combine(_home.Work, "plan.json"), """{"tasks":[{"name":"a","command":"true"},{"name":"b","command":"false","after":"a","retry":2}]}""");
        var script = $"umask {mask}\n" + """
            set -x
            mill start --queue q --wait -- true
            mill start --plan plan.json --wait
            lost=$(mill start -- sh -c 'mill ask ready; exec sleep 600'); until mill get $lost | grep -q Question; do sleep 0.1; done; mill answer $lost yes
            kill -9 $(cat "$MILL_HOME/runs/$lost/worker.pid"); until mill get $lost --json | grep -Eq '"effectiveStatus": ?"lost"'; do sleep 0.1; done
            mill repair $lost
            mill resume $lost; mill note --run $lost half; mill stop $lost --grace 1
            mill sweep; mill queue set q --parallel 2; true
            """;
        Directory.CreateDirectory(_home.Home, (UnixFileMode)0x1C0);
        File.WriteAllText(Path.Combine(_home.Home, "config.json"), """{"hooks":{"onEnd":["true"]}}""");
        File.SetUnixFileMode(Path.Combine(_home.Home, "config.json"), (UnixFileMode)0x180);
        Programs.Run("/bin/sh", ["-c", script], _home.At(new RunOptions { Deadline = TimeSpan.FromMinutes(4) })).Expect(0);
        _home.Settle();
        File.Delete(Path.Combine(_home.Home, "config.json"));

        var modes = Directory.EnumerateFileSystemEntries(_home.Home, "*", SearchOption.AllDirectories).Append(_home.Home)
            .Select(path => (path, Mode: File.GetUnixFileMode(path), Must: Directory.Exists(path) || IsProgram(path) ? (UnixFileMode)0x1C0 : (UnixFileMode)0x180)).ToArray();
        Assert.DoesNotContain(modes, one => one.Mode != one.Must);
        Assert.Contains(modes, one => one.path.EndsWith("repair.log", StringComparison.Ordinal));
        Assert.Contains(modes, one => one.path.EndsWith("deadletter.ndjson", StringComparison.Ordinal));
        Assert.Contains(modes, one => one.path.Contains("/generations/1/", StringComparison.Ordinal));
    }

    [Fact]
    public void C95_holds_no_value_of_a_variable_whose_name_looks_secret()
    {
        var options = new RunOptions { Environment = new Dictionary<string, string?> { ["MY_API_TOKEN"] = Secret } };
        File.WriteAllText(Path.Combine(_home.Work, "plan.json"), """{"tasks":[{"name":"a","command":"true"}]}""");
        string[][] lines =
        [
            ["start", "--wait", "--json", "--env", $"DB_PASSWORD={Secret}", "--", "true"],
            ["start", "--wait", "--json", "--env", $"DB_PASSWORD={Secret}", "--plan", "plan.json"],
            ["start", "--wait", "--json", "--queue", "q", "--", "true"],
            ["start", "--json", "--env", $"DB_PASSWORD={Secret}", "--", "/nowhere/at/all"],
            ["start", "--json", "--env", $"DB_PASSWORD={Secret}", "--timeout", "never", "--", "true"],
            ["config", "--json"],
        ];
        var answers = lines.Select(line => _home.MillWith(options, line)).ToArray();
        var id = answers[0].Json.Text("id")!;
        answers = [.. answers, _home.Mill("get", id, "--json"), _home.Mill("get", id), _home.Mill("resume", id, "--json"), _home.Mill("restart", id, "--json")];

        Assert.DoesNotContain(answers, one => (one.Out + one.Err).Contains(Secret, StringComparison.Ordinal));
        Assert.Empty(Trees.FilesWith(_home.Home, Secret));
    }

    [Fact]
    public void and_in_the_environment_of_a_worker_is_no_secret()
    {
        var options = new RunOptions { Environment = new Dictionary<string, string?> { ["MY_API_TOKEN"] = Secret, ["DOTNET_SOME_TOKEN"] = Secret } };
        var id = _home.MillWith(options, "start", "--env", $"DB_PASSWORD={Secret}", "--", "sleep", "600").Expect(0).Out.Trim();

        Assert.DoesNotContain(ProcFs.Environment(_home.WorkerOf(id)), one => one.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(ProcFs.CommandLine(_home.WorkerOf(id)), one => one.Contains(Secret, StringComparison.Ordinal));
        Assert.Contains($"DB_PASSWORD={Secret}", ProcFs.Environment(_home.ProcessOf(id)));
    }

    static bool IsProgram(string path) => Path.GetDirectoryName(path)!.Contains("/bin", StringComparison.Ordinal);
}
