using System.Numerics;
using Mill.Platform.Linux;

namespace Mill.Tests.Platform;

/// <summary>How limits are held on Linux.</summary>
public sealed class Limits_on_Linux
{
    const string Mounts = """
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
        """;

    [Theory]
    [InlineData("4:memory:/x\n0::/user.slice/a.scope", "/sys/fs/cgroup/unified/user.slice/a.scope")]
    [InlineData("0::/", "/sys/fs/cgroup/unified")]
    public void Our_group_is_found_below_the_mount(string groups, string folder) =>
        Assert.Equal(new ControlGroupPlace(folder, "/sys/fs/cgroup/unified"), ControlGroupPlace.Find(groups, Mounts));

    [Fact]
    public void Our_group_is_found_where_only_a_part_of_the_tree_is_mounted() => Assert.Equal(
        new ControlGroupPlace("/sys/fs/cgroup/inner", "/sys/fs/cgroup"),
        ControlGroupPlace.Find("0::/docker/1/inner", "41 31 0:38 /docker/1 /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw"));

    [Theory]
    [InlineData("4:memory:/x", Mounts)]
    [InlineData("0::/x", "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw")]
    [InlineData("0::/../x", Mounts)]
    [InlineData("0::/other", "41 31 0:38 /docker/1 /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw")]
    public void A_group_that_is_out_of_sight_is_none(string groups, string mounts) =>
        Assert.Null(ControlGroupPlace.Find(groups, mounts));

    [Theory]
    [InlineData("0::/system.slice/agent.service", "agent.service")]
    [InlineData("0::/system.slice/agent.service/mill-20260102-030405-abcd", "agent.service")]
    [InlineData("12:pids:/x\n1:name=systemd:/system.slice/agent.service\n0::/system.slice/agent.service", "agent.service")]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-terminal.scope", null)]
    [InlineData("0::/user.slice/user-1000.slice/session-3.scope", null)]
    [InlineData("12:pids:/agent.service\n0::/", null)]
    [InlineData("", null)]
    public void The_unit_that_we_are_ended_with_is_found(string groups, string? unit) => Assert.Equal(unit, ControlGroupPlace.Unit(groups));

    [Fact]
    public unsafe void A_process_that_cannot_be_looked_after_is_ended()
    {
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        var (pid, status) = (0, 0);
        var launch = new Mill.Platform.ProcessLaunch { Path = "/bin/sh", Arguments = ["sh", "-c", "exec sleep 5"], Environment = [], WorkingDirectory = "/", Out = nothing, Err = nothing };

        Assert.Throws<IOException>(() => Limits.None.Launch<int>(launch, launched => throw new IOException($"{pid = launched} cannot be seen")));

        Assert.Equal((pid, Libc.Kill), (Mill.Platform.Posix.Libc.WaitFor(pid, &status, 0), status & 0x7f));
    }

    [Theory, InlineData(1, 0), InlineData(1, 12345), InlineData(3, 6), InlineData(0, 1)]
    public void So_many_of_the_processors_are_chosen_and_none_that_was_not_ours(int count, int seed)
    {
        byte[] allowed = [0b0101_0101, 0b1000_0001];
        var chosen = FewProcessors.Choose(allowed, count, seed)!;
        Assert.Equal(Math.Max(1, count), chosen.Sum(part => BitOperations.PopCount(part)));
        Assert.All(chosen.Zip(allowed), pair => Assert.Equal(pair.First, pair.First & pair.Second));
    }

    [Theory, InlineData(6), InlineData(7)]
    public void As_many_processors_as_there_are_need_no_choice(int count) =>
        Assert.Null(FewProcessors.Choose([0b0101_0101, 0b1000_0001], count, 0));

    [Fact]
    public void A_control_group_is_ended_at_once_with_those_that_left_their_session()
    {
        using var folder = new Folder();
        var told = Programs.Run(Places.Dummy, ["contain", folder["output"], "setsid sh -c 'echo here; exec sleep 60' & exec sleep 60"], new RunOptions());
        Assert.SkipWhen(told.ExitCode == 77, "No control group may be made here.");
        told.Expect(0);
        Assert.Equal("spared True\nkill True memory False\nexited SIGKILL\nexited SIGKILL\n", told.Out);
    }

    [Fact]
    public void A_worker_that_is_launched_inside_a_control_group_leaves_it_and_outlives_it()
    {
        using var folder = new Folder();
        var told = Programs.Run(Places.Dummy, ["contain-worker", folder.Root, Worker.DotnetRoot], new RunOptions());
        Assert.SkipWhen(told.ExitCode == 77, "No control group may be made here.");
        told.Expect(0);
        Assert.Equal("beside us True\nkill True ended False\n", told.Out);
    }

    [Fact]
    public void A_control_group_of_a_worker_that_was_killed_is_removed_by_the_next_one()
    {
        var left = ControlGroupPlace.Own() is { } own ? TryMakeGroup(own) : null;
        Assert.SkipWhen(left is null, "No control group may be made here.");
        using var folder = new Folder();
        Programs.Run(Places.Dummy, ["contain", folder["output"], "setsid sh -c 'echo here; exec sleep 60' & exec sleep 60"], new RunOptions()).Expect(0);
        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public unsafe void A_scope_of_the_users_systemd_holds_what_is_launched_in_it_to_its_limits()
    {
        var scope = SystemdScope.TryPrepare(memory: 64 << 20, processors: 0.5);
        Assert.SkipWhen(scope is null, "No scope of the user's systemd may be made here.");
        using var folder = new Folder();
        using var output = File.OpenHandle(folder["output"], FileMode.CreateNew, FileAccess.Write);
        const string Script = "echo \"$1 $MARK\"; cat \"/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup)/memory.max\"";
        var launch = scope.Wrap(new Mill.Platform.ProcessLaunch { Path = "/bin/sh", Arguments = ["sh", "-c", Script, "--user", "--"], Environment = ["PATH=/usr/bin:/bin", "MARK=kept"], WorkingDirectory = "/", Out = output, Err = output });
        string[] asked = ["--user", "--scope", "--quiet", "--collect", "-p", "MemoryMax=67108864", "-p", "MemorySwapMax=0", "-p", "CPUQuota=50%"];
        Assert.Equal([launch.Path, .. asked, "--", "/bin/sh", "-c", Script, "--user", "--"], launch.Arguments);

        var status = 0;
        var pid = Mill.Platform.Posix.ProcessLauncher.Launch(launch);

        Assert.Equal((pid, 0), (Mill.Platform.Posix.Libc.WaitFor(pid, &status, 0), status));
        Assert.Equal("-- kept\n67108864\n", File.ReadAllText(folder["output"]));
    }

    static string? TryMakeGroup(ControlGroupPlace own)
    {
        try { return Directory.CreateDirectory(Path.Combine(own.Folder, "mill-2147483647-1")).FullName; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }
}
