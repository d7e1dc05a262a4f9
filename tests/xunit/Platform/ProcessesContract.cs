using System.Diagnostics;
using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Tests.Platform;

/// <summary>What seeing and signalling processes must do on every system.</summary>
public abstract class ProcessesContract : IDisposable
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly List<Process> _started = [];
    readonly string _trial = $"MILL_TRIAL={Guid.NewGuid()}";

    private protected static IPlatform Platform => Current.Platform;
    private protected static IProcesses Processes => Current.Platform.Processes;

    public void Dispose()
    {
        // Whoever is about to become another program shows no variables.
        foreach (var process in _started.Where(one => !one.HasExited)) process.Kill();
        // Also those that have left the tree which they were started in.
        Until.True(() => !Ours().Any(), Patience, "everything that was started is gone");
        foreach (var process in _started) process.Dispose();
    }

    IEnumerable<int> Ours()
    {
        foreach (var pid in Everybody.WithVariable(_trial))
        {
            if (Processes.Look(pid) is { IsDead: false } one) Kill(one.Identity);
            yield return pid;
        }
    }

    [Fact]
    public void We_see_ourselves()
    {
        var self = Processes.Look(Environment.ProcessId)!;
        Assert.Equal(Processes.Self, self.Identity);
        Assert.False(self.IsDead);
        Assert.InRange(self.Threads, 2, 1000);
        Assert.InRange(self.AnonymousBytes, 1 << 20, self.ResidentBytes);
        Assert.Equal(Sign.Yes, Processes.IsAlive(self.Identity));
    }

    [Fact]
    public void A_start_is_told_by_the_clock_that_timestamps_are_of()
    {
        var before = NowMs;
        var child = Sleep();
        Assert.InRange(child.StartedAtBootMs, before - 20, NowMs);
    }

    [Fact]
    public void A_pid_without_a_process_is_nothing()
    {
        Assert.Null(Processes.Look(int.MaxValue));
        Assert.Null(Processes.Look(0));
        Assert.Null(Processes.Open(Processes.Self with { Pid = int.MaxValue }));
    }

    [Fact]
    public void Another_start_of_the_machine_is_over() =>
        Assert.Equal(Sign.No, Processes.IsAlive(Processes.Self with { BootId = "another" }));

    [Fact]
    public void Another_machine_or_set_of_pids_cannot_be_told()
    {
        Assert.Equal(Sign.Unknown, Processes.IsAlive(Processes.Self with { MachineId = "another", BootId = "another" }));
        Assert.Equal(Sign.Unknown, Processes.IsAlive(Processes.Self with { PidNamespace = "pid:[1]" }));
        Assert.Null(Processes.Open(Processes.Self with { PidNamespace = "pid:[1]" }));
    }

    [Fact]
    public void C37_a_recycled_pid_is_over_and_is_never_opened()
    {
        var child = Sleep().Identity;
        var before = child with { StartTime = "1" };
        Assert.Equal(Sign.No, Processes.IsAlive(before));
        Assert.Null(Processes.Open(before));
        Assert.Equal(Sign.Yes, Processes.IsAlive(child));
    }

    [Fact]
    public void A_process_is_ended_through_its_handle()
    {
        using var handle = Processes.Open(Sleep().Identity)!;
        Assert.False(handle.HasExited);
        Assert.False(handle.WaitForExit(TimeSpan.FromMilliseconds(20)));
        Assert.Equal(SignalResult.Sent, handle.Send(StopSignal.Kill));
        Assert.True(handle.WaitForExit(Patience));
        Assert.True(handle.HasExited);
        Assert.Equal(SignalResult.Gone, handle.Send(StopSignal.Kill));
        Assert.Equal(Sign.No, Processes.IsAlive(handle.Identity));
    }

    [Fact]
    public void Cancelling_ends_the_wait_for_an_end()
    {
        using var handle = Processes.Open(Sleep().Identity)!;
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.False(handle.WaitForExit(Patience, stop.Token));
        Assert.True(stop.IsCancellationRequested);
    }

    [Fact]
    public void Descendants_are_found_at_any_depth()
    {
        var top = StartProgram(Places.Dummy, ["tree", "3"], []).Identity.Pid;
        Until.True(() => Processes.Descendants(top).Count == 2, Patience, "two below", () => string.Join(' ', Processes.Descendants(top)));
        var below = Processes.Descendants(top);
        Assert.DoesNotContain(below, one => one.Identity.Pid == top);
        var child = below.Single(one => one.ParentPid == top);
        Assert.Equal(child.Identity.Pid, below.Single(one => one != child).ParentPid);
        Assert.Empty(Processes.Descendants(top, one => one.Identity == child.Identity));
    }

    [Fact]
    public void A_process_marked_otherwise_is_never_found()
    {
        using var folder = new Folder();
        var before = NowMs;
        Sleep(Mark("r", folder.Root + "x"));
        Sleep(Mark("r2", folder.Root));
        Sleep(new() { ["MILL_RUN_ID"] = "r" });
        Sleep(new() { ["MILL_RUN_DIR"] = folder.Root });
        var right = Sleep(Mark("r", folder.Root)).Identity;
        var owner = Platform.Machine.UserId;
        Until.True(() => Processes.Marked("r", folder.Root, owner, before).Any(), Patience, "it shows its mark");
        Assert.Equal(right, Assert.Single(Processes.Marked("r", folder.Root, owner, before)).Identity);
        Assert.Empty(Processes.Marked("r", folder.Root, Another(owner), before));
        Assert.Empty(Processes.Marked("r", folder.Root, owner, NowMs + 1000));
    }

    [Fact]
    public void The_values_of_an_environment_are_read()
    {
        var child = Sleep(new() { ["MILL_A"] = "x=y", ["MILL_B"] = "" });
        // A moment long, one that is just becoming its program has none.
        var values = Until.Some(() => Processes.Environment(child.Identity.Pid, "MILL_A", "MILL_B", "MILL_C") is { Count: > 0 } some ? some : null, Patience, "an environment");
        Assert.Equal("x=y", values["MILL_A"]);
        Assert.Equal("", values["MILL_B"]);
        Assert.False(values.ContainsKey("MILL_C"));
        Assert.Null(Processes.Environment(int.MaxValue, "MILL_A"));
    }

    [Fact]
    public void Our_ancestors_are_known_nearest_first()
    {
        Assert.SkipWhen(Processes.Look(Processes.Look(Environment.ProcessId)!.ParentPid) is null, "We were started by nobody who can be seen.");
        var ancestors = Processes.Ancestors();
        Assert.Equal(Processes.Look(Environment.ProcessId)!.ParentPid, ancestors[0].Pid);
        Assert.DoesNotContain(Processes.Self, ancestors);
    }

    private protected static long NowMs =>
        (long)(Platform.Clock.GetTimestamp() / (Platform.Clock.TimestampFrequency / 1000));

    [Fact]
    public void A_marked_process_is_found_though_its_parent_is_gone()
    {
        using var folder = new Folder();
        var before = NowMs;
        StartProgram(Places.Dummy, ["leave-behind", folder["pid"]], Mark("r", folder.Root));
        var pid = Until.Some(() => File.Exists(folder["pid"]) ? File.ReadAllText(folder["pid"]) : null, Patience, "the orphan's pid");
        Until.True(() => Processes.Marked("r", folder.Root, Platform.Machine.UserId, before) is [{ } one] && one.Identity.Pid == int.Parse(pid), Patience, "the orphan alone is found");
    }

    private protected ProcessFacts Sleep(Dictionary<string, string>? environment = null) => StartProgram(Places.Dummy, ["sleep"], environment ?? []);

    private protected ProcessFacts StartProgram(string path, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["MILL_TRIAL"] = _trial.Split('=')[1];
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _started.Add(Process.Start(start)!);
        return Processes.Look(_started[^1].Id)!;
    }

    private protected static Dictionary<string, string> Mark(string id, string folder) =>
        new() { ["MILL_RUN_ID"] = id, ["MILL_RUN_DIR"] = folder };

    static UserId Another(UserId one) => new(one.Number + 1, one.Text is { } text ? text + "1" : null);

    static void Kill(ProcessIdentity process)
    {
        using var handle = Processes.Open(process);
        handle?.Send(StopSignal.Kill);
    }
}
