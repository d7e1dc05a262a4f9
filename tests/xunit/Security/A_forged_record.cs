using System.Text.RegularExpressions;

namespace Mill.Tests.Security;

/// <summary>Files of a run that name a process which has nothing to do with it, with its true start and the true start of the machine.</summary>
public sealed class A_forged_record : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly TestHome _home = new();
    readonly Bystander _other = new();

    public void Dispose()
    {
        _other.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void C57_of_a_worker_is_not_enough_though_somebody_holds_its_lock()
    {
        var id = Orphaned();
        Name(id, _home.WorkerOf(id), "worker.json", "run.json", "events.ndjson");
        using (Libc.Lock(_home.FileOf(id, "worker.lock")) ?? throw new InvalidOperationException("The lock is not free."))
            _home.Stop(id, "--force", "--grace", "1");

        Assert.True(ProcFs.IsAlive(_other.Pid));
        Assert.Equal("cancelled", _home.Get(id).Text("status"));
        Assert.Contains($"process {_other.Pid} is not signalled", _home.Text(id, "logs/cancel.log"));
    }

    [Theory]
    [InlineData("stop", "events.ndjson")]
    [InlineData("repair", "events.ndjson")]
    [InlineData("stop", "heartbeat.json")]
    [InlineData("repair", "heartbeat.json")]
    public void of_a_process_is_not_enough_and_it_is_named_as_not_proven(string verb, string file)
    {
        var id = Orphaned();
        if (file == "heartbeat.json") Forge(id, file, text => Regex.Replace(text, "\"descendants\":\\[.*?\\]", $"\"descendants\":[{{\"pid\":{_other.Pid},\"startTime\":\"{Start}\"}}]"));
        else Name(id, _home.ProcessOf(id), "run.json", file);

        var outcome = _home.Mill([verb, id, .. verb == "stop" ? ["--force", "--grace", "1"] : Array.Empty<string>(), "--json"]);

        Assert.True(ProcFs.IsAlive(_other.Pid));
        Assert.Contains($"\"pid\":{_other.Pid},", _home.Text(id, "cleanup.json"));
        Assert.Contains("not-proven", outcome.Out);
    }

    [Fact]
    public void of_a_process_that_reads_a_log_of_the_run_is_not_enough()
    {
        var id = Orphaned();
        using var reader = Programs.Start("/usr/bin/tail", ["-f", _home.FileOf(id, "logs/main.1.out")], new RunOptions());
        Until.True(() => Enumerable.Range(3, 5).Any(one => ProcFs.LinkOf(reader.Id, one)?.EndsWith("main.1.out", StringComparison.Ordinal) is true), s_soon, "the log is read");
        Name(id, _home.ProcessOf(id), reader.Id, "run.json", "events.ndjson");

        _home.Mill("stop", id, "--force", "--grace", "1");

        Assert.True(ProcFs.IsAlive(reader.Id));
        reader.Kill();
    }

    // A run whose worker and process are gone.
    string Orphaned()
    {
        var id = _home.Start("--", "sleep", "600");
        var process = _home.ProcessOf(id);
        _home.KillWorker(id);
        Libc.Signal(process, Libc.Kill);
        Until.True(() => !ProcFs.IsAlive(process), s_soon, "it is gone");
        return id;
    }

    string Start => ProcFs.Look(_other.Pid)!.StartTime;

    void Name(string id, int from, params string[] files) => Name(id, from, _other.Pid, files);

    void Name(string id, int from, int to, params string[] files)
    {
        var start = ProcFs.Look(to)!.StartTime;
        foreach (var file in files)
            Forge(id, file, text => Regex.Replace(text, $"\"pid\":\\s*{from},\\s*\"startTime\":\\s*\"\\d+\"", $"\"pid\":{to},\"startTime\":\"{start}\""));
    }

    void Forge(string id, string file, Func<string, string> change)
    {
        var before = _home.Text(id, file);
        var forged = change(before);
        Assert.NotEqual(before, forged);
        File.WriteAllText(_home.FileOf(id, file), file == "heartbeat.json" ? forged.TrimEnd().PadRight(4095) + "\n" : forged);
    }
}
