using System.Text;
using Microsoft.Win32.SafeHandles;
using Mill.Liveness;
using Mill.Platform.Linux;
using ProcStat = Mill.Platform.Linux.ProcStat;

namespace Mill.Tests.Platform;

/// <summary>On Linux.</summary>
public sealed class Processes_on_Linux : ProcessesContract
{
    [Fact]
    public void A_zombie_whose_other_threads_live_is_alive_and_its_environment_readable()
    {
        var zombie = StartProgram(Places.Dummy, ["main-thread-gone"], Mark("r", "/nowhere/in/particular"));
        var pid = zombie.Identity.Pid;
        Until.True(() => Processes.Look(pid)!.State == 'Z', Patience, "its main thread is gone");
        Assert.Equal(Sign.Yes, Processes.IsAlive(zombie.Identity));
        Assert.Equal("r", Processes.Environment(pid, "MILL_RUN_ID")!["MILL_RUN_ID"]);
        Assert.Equal(pid, Assert.Single(Processes.Marked("r", "/nowhere/in/particular", Platform.Machine.UserId, 0)).Identity.Pid);
        using var handle = Processes.Open(zombie.Identity)!;
        Assert.False(handle.HasExited);
        Assert.Equal(Mill.Platform.SignalResult.Sent, handle.Send(Mill.Platform.StopSignal.Kill));
        Assert.True(handle.WaitForExit(Patience));
    }

    [Fact]
    public void A_zombie_that_nobody_waits_for_is_over()
    {
        var parent = StartProgram("/bin/sh", ["-c", "sh -c 'echo $$; kill -STOP $PPID; until grep -q stopped /proc/$PPID/status; do :; done'; sleep 60"], []);
        Until.True(() => Processes.Descendants(parent.Identity.Pid) is [{ State: 'Z' }], Patience, "a zombie below a process that stands still");
        var zombie = Processes.Descendants(parent.Identity.Pid)[0];
        Assert.True(zombie.IsDead);
        Assert.Equal(Sign.No, Processes.IsAlive(zombie.Identity));
        Assert.Null(Processes.Open(zombie.Identity));
    }

    [Fact]
    public void C37_a_pid_that_was_recycled_since_its_handle_was_opened_gets_no_signal()
    {
        var child = Sleep().Identity;
        using var handle = new PidHandle(child with { StartTime = "1" }, new SafeFileHandle(LinuxLibc.OpenProcess(child.Pid), ownsHandle: true), new LinuxProcesses(Platform.Machine));
        Assert.Equal(Mill.Platform.SignalResult.Gone, handle.Send(Mill.Platform.StopSignal.Kill));
        Assert.Equal(Sign.Yes, Processes.IsAlive(child));
    }

    [Fact]
    public void A_search_of_the_machine_finds_the_children_that_the_kernel_lists()
    {
        var parent = StartProgram("/bin/sh", ["-c", "sleep 60 & sleep 60 & wait"], []).Identity.Pid;
        Until.True(() => Children.Searched()(parent).Count == 2, Patience, "two children are found");
        Assert.SkipUnless(File.Exists($"/proc/self/task/{Environment.ProcessId}/children"), "This kernel lists no children.");
        Assert.Equal(Children.Searched()(parent).Order(), Children.Listed(parent).Order());
    }

    [Theory]
    [InlineData(99, true, "1 2 3 4 5")] // One after the other is gone by the time it is looked at: until none is new, however late it is.
    [InlineData(3, true, "1 2 3")] // The listing in which there are some is gone through.
    [InlineData(1, true, "1 2")]
    [InlineData(1, false, "1 2 3 4 5")]
    public void It_is_looked_for_more_until_none_is_new_or_it_is_late_and_there_are_some(int some, bool isLate, string looksAt)
    {
        var listings = new Queue<int[]>([[1, 2], [1, 3], [3, 4], [5], [5]]);
        var seen = new List<int>();
        foreach (var pid in Proc.UntilNoneIsNew(listings.Dequeue, () => seen.Count >= some, () => isLate)) seen.Add(pid);
        Assert.Equal(looksAt, string.Join(' ', seen));
    }

    [Fact]
    public void The_variables_of_a_process_that_becomes_another_program_all_the_time_are_shown()
    {
        const string Again = "exec sh -c \"$0\" \"$0\"";
        var pid = StartProgram("/bin/sh", ["-c", Again, Again], Mark("r", "/nowhere/in/particular")).Identity.Pid;
        Until.True(() => Processes.Environment(pid, "MILL_RUN_ID") is { Count: 1 }, Patience, "it has begun");
        var missed = Enumerable.Range(0, 3000).Count(_ => Processes.Environment(pid, "MILL_RUN_ID")?.GetValueOrDefault("MILL_RUN_ID") != "r");
        Assert.InRange(missed, 0, 5); // Whoever is held up in the middle of it for longer than is looked shows nothing; without a second look they are hundreds.
    }

    [Theory]
    [InlineData("4096 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", 0UL)]
    [InlineData("4096 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 140722397933547 0", 140722397933547UL)]
    [InlineData("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0", null)]
    [InlineData("4096 0", null)]
    public void One_that_has_memory_and_no_environment_yet_is_becoming_another_program(string fromItsMemory, ulong? environmentEnd) =>
        Assert.Equal(environmentEnd, ProcStat.EnvironmentEnd(Encoding.UTF8.GetBytes($"7 (a) b) R 3 7 6 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456 {fromItsMemory}\n")));

    [Theory]
    [InlineData("7 (sh) S 3 7 6 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456 1 2")]
    [InlineData("7 (a) Z 1 (b\n) c) S 3 7 6 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456")]
    [InlineData("7 () S 3 7 6 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456\n")]
    public void A_name_may_hold_anything(string line)
    {
        Assert.True(ProcStat.TryParse(7, Encoding.UTF8.GetBytes(line), out var stat));
        Assert.Equal(new ProcStat(7, 'S', 3, 6, 4194560, 9, 123456), stat);
    }

    [Theory, InlineData(""), InlineData("7 (sh) S 3 7"), InlineData("7 (sh")]
    public void A_line_that_is_cut_is_refused(string line) =>
        Assert.False(ProcStat.TryParse(7, Encoding.UTF8.GetBytes(line), out _));

    [Fact]
    public void The_raised_limit_of_open_files_is_told_from_the_callers()
    {
        var told = Programs.Run("/bin/sh", ["-c", "ulimit -Sn 333; \"$1\" open-files; exit $?", "sh", Places.Dummy], new RunOptions()).Expect(0);
        Assert.Equal("333\n", told.Out);
        told = Programs.Run("/bin/sh", ["-c", "ulimit -n 333; \"$1\" open-files; exit $?", "sh", Places.Dummy], new RunOptions()).Expect(0);
        Assert.Equal("\n", told.Out);
    }

    [Fact]
    public void A_search_of_the_whole_machine_is_quick()
    {
        Processes.Marked("warm", "/up", default, 0);
        // This thread may have to collect the garbage of all others meanwhile.
        Assert.InRange(Enumerable.Range(0, 5).Min(_ => PerProcess()), TimeSpan.Zero, TimeSpan.FromMilliseconds(0.5));
    }

    static TimeSpan PerProcess()
    {
        var (before, processes) = (Libc.TimeOfThisThread(), ProcFs.Pids().Count());
        Processes.Marked("none", "/nowhere", Platform.Machine.UserId, 0);
        return (Libc.TimeOfThisThread() - before) / processes;
    }

    [Fact]
    public void A_term_that_a_stopped_process_was_sent_is_unread_until_it_goes_on()
    {
        using var handle = Processes.Open(Start("sleep 60").Identity)!;
        handle.Send(Mill.Platform.StopSignal.Pause);
        Until.True(() => Processes.Look(handle.Identity.Pid)!.State == 'T', Patience, "it stands still");
        handle.Send(Mill.Platform.StopSignal.Term);
        Assert.True(Processes.IsDeaf(handle.Identity));
        Assert.False(Processes.IsDeaf(handle.Identity with { StartTime = "1" }));
        handle.Send(Mill.Platform.StopSignal.Continue);
        Assert.True(handle.WaitForExit(Patience));
        Assert.False(Processes.IsDeaf(handle.Identity));
    }

    [Fact]
    public void Descent_stops_where_it_is_told_to()
    {
        var top = Start("sh -c 'sleep 60 & wait' & sleep 60 & wait");
        Until.True(() => Processes.Descendants(top.Identity.Pid).Count(one => one.Name == "sleep") == 2, Patience, "two sleeps below");
        Assert.Equal("sleep", Assert.Single(Processes.Descendants(top.Identity.Pid, one => one.Name == "sh")).Name);
    }

    [Fact]
    public void A_marked_process_is_found_though_it_left_its_parent_and_session()
    {
        using var folder = new Folder();
        var before = NowMs;
        Start($"setsid sh -c 'sleep 60 & echo $! > {folder["pid"]}; exec sleep 0.01' & wait; exec sleep 60", Mark("r", folder.Root));
        var pid = Until.Some(() => File.Exists(folder["pid"]) && File.ReadAllText(folder["pid"]) is [.., '\n'] text ? text : null, Patience, "the orphan's pid");
        IReadOnlyList<Mill.Platform.ProcessFacts> Found() => [.. Processes.Marked("r", folder.Root, Platform.Machine.UserId, before)];
        Until.True(() => Found().Any(one => one.Identity.Pid == int.Parse(pid)), Patience, "it is found");
        var found = Found();
        foreach (var one in found) Libc.Signal(one.Identity.Pid, Libc.Kill);
    }

    [Fact]
    public void Holders_of_a_file_are_found_and_we_are_left_out()
    {
        using var folder = new Folder();
        using var ours = File.OpenRead(folder.File("log"));
        var holder = Start($"exec sleep 60 >> {folder["log"]}");
        Until.True(() => Processes.HoldersOf([folder["log"]]) is [{ } one] && one.Identity == holder.Identity, Patience, "the holder alone is found");
    }

    [Fact]
    public void Our_own_arguments_are_known_as_bytes() =>
        Assert.Equal(ProcFs.CommandLine(Environment.ProcessId), Processes.RawArguments()!.Select(System.Text.Encoding.UTF8.GetString));

    Mill.Platform.ProcessFacts Start(string script, Dictionary<string, string>? environment = null) =>
        StartProgram("/bin/sh", ["-c", script], environment ?? []);
}
