using System.Text.RegularExpressions;
using Mill.Cancel;
using Mill.Platform.Linux;

namespace Mill.Tests.EndToEnd;

/// <summary>A stop by somebody who sees the home and not the worker, as from inside a container.</summary>
public sealed class A_stop_from_elsewhere : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void waits_for_the_worker_which_gives_the_processes_their_time()
    {
        string[] apart = ["--pid", "--fork", "--mount-proc"];
        Assert.SkipUnless(Programs.Run("/usr/bin/unshare", [.. apart, "true"], new RunOptions()).ExitCode == 0, "No set of pids of its own can be made here.");
        var id = _home.StartScript("trap '(trap \"\" TERM; exec sleep 1); : > tidied; exit' TERM; touch ready; while :; do sleep 0.05; done", "--grace", "0.1");
        var (worker, process) = (_home.WorkerOf(id), _home.ProcessOf(id));
        Until.True(() => File.Exists(Path.Combine(_home.Work, "ready")), s_soon, "the trap is set");

        using var stop = Programs.Start("/usr/bin/unshare", [.. apart, Places.Mill, "stop", id, "--grace", "30", "--json"], _home.At(new RunOptions()));
        Until.True(() => stop.HasExited || _home.Text(id, "logs/cancel.log").Contains("heartbeat"), s_soon, "it waits");
        Assert.Equal([id], _home.Names("active"));
        Libc.Signal(worker, Libc.Term); // It looks at the record then, as at each heartbeat.
        Assert.True(stop.WaitForExit(s_soon));

        Assert.False(ProcFs.IsAlive(process));
        Assert.True(File.Exists(Path.Combine(_home.Work, "tidied")));
        var outcome = Jsons.Parse(stop.StandardOutput.ReadToEnd());
        if (outcome.ValueKind == System.Text.Json.JsonValueKind.Array) outcome = outcome[0];
        Assert.Equal((0, "subreaper"), (outcome.Number("killSent"), outcome.Text("mechanism")));
        Assert.Empty(_home.Names("active"));
    }

    [Fact]
    public async Task names_a_worker_that_does_not_come_to_it_and_leaves_the_run_on_the_list()
    {
        var id = _home.Start("--", "sleep", "600");
        var worker = _home.WorkerOf(id);
        var seen = _home.Text(id, "worker.json");
        File.WriteAllText(_home.FileOf(id, "worker.json"), Regex.Replace(seen, "\"pidNamespace\":\\s*\"[^\"]*\"", "\"pidNamespace\":\"another\""));
        Libc.Signal(worker, Libc.Stop);
        var clock = new Leaping();
        var stop = Task.Run(() => new Canceller(_home.FolderOn(new LinuxPlatform { Clock = clock })).Stop(TestHome.Named(id), new StopRequest { Grace = TimeSpan.FromSeconds(1) }));

        Until.True(() => stop.IsCompleted || _home.Text(id, "logs/cancel.log").Contains("heartbeat"), s_soon, "it waits");
        clock.Leap(TimeSpan.FromMinutes(1));
        var outcome = await stop.WaitAsync(s_soon);

        Assert.Equal((worker, "out-of-sight"), (Assert.Single(outcome.Survivors).Pid, outcome.Survivors[0].Why));
        Assert.Equal([id], _home.Names("active"));
        Assert.Equal("ending", _home.Get(id).Text("effectiveStatus"));
        Libc.Signal(worker, Libc.Cont);
        Libc.Signal(worker, Libc.Term);
        Until.True(() => _home.Names("active").Length == 0, s_soon, "the worker has come to it");
        Assert.Empty(_home.Read(id, "cleanup.json").Items("survivors"));
    }
}
