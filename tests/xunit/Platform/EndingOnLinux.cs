using System.Diagnostics;
using Mill.Cancel;
using Mill.Platform;
using Mill.Platform.Linux;

namespace Mill.Tests.Platform;

/// <summary>Ending processes step by step.</summary>
public sealed class EndingOnLinux
{
    [Fact]
    public void ends_one_that_does_not_listen_however_late_it_has_become_after_asking()
    {
        using var deaf = new Deaf();
        var clock = new Leaping();
        var ender = Ender(deaf.Process, clock);

        Assert.Null(ender.Step(TimeSpan.FromMinutes(1)));
        clock.Leap(TimeSpan.FromHours(1));
        Until.True(() => ender.Step(TimeSpan.FromMinutes(1)) is { } left && left.Count == 0, TimeSpan.FromSeconds(60), "it is ended");

        Assert.Equal((1, 1), (ender.TermSent, ender.KillSent));
        Assert.True(deaf.Process.WaitForExit(60_000));
    }

    [Fact]
    public void C06_ends_one_that_does_not_listen_within_a_second_after_its_grace_and_not_before()
    {
        using var deaf = new Deaf();
        var (clock, grace) = (new Leaping(), TimeSpan.FromHours(1));
        var ender = Ender(deaf.Process, clock);

        for (var look = 0; look < 20; look++) Assert.Null(ender.Step(grace));
        clock.Leap(grace / 2);
        Assert.Null(ender.Step(grace));
        Assert.Equal((1, 0), (ender.TermSent, ender.KillSent));
        // However long it has gone on, it looks again within a second; and the first look after the grace is enough.
        Assert.InRange(ender.Pause, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        clock.Leap(grace / 2);
        Assert.Null(ender.Step(grace));

        Assert.Equal((1, 1), (ender.TermSent, ender.KillSent));
        Assert.True(deaf.Process.WaitForExit(60_000));
    }

    // Whoever waits for the end of his own stop goes on launching something, and has his turn all the same.
    [Fact]
    public void asks_those_who_are_last_once_all_others_have_ended_whatever_they_launch_meanwhile()
    {
        var platform = Current.Platform;
        using var asker = Programs.Start("/bin/sh", ["-c", "trap 'exit 7' TERM; echo ready; while :; do sleep 0.2; done"], new RunOptions());
        using var other = Programs.Start("/bin/sh", ["-c", "trap 'trap \"\" TERM; sleep 0.5; exit 5' TERM; echo ready; while :; do sleep 0.02; done"], new RunOptions());
        foreach (var one in new[] { asker, other }) Assert.Equal("ready", one.StandardOutput.ReadLine());
        var ender = new TreeEnder(platform, _ => [.. new[] { asker.Id, other.Id }.SelectMany(pid => platform.Processes.Descendants(pid)
            .Append(platform.Processes.Look(pid))).OfType<ProcessFacts>()], platform.Pause);

        Assert.Empty(ender.End(TimeSpan.FromSeconds(30), last: [asker.Id]));

        Assert.Equal(0, ender.KillSent);
        foreach (var one in new[] { asker, other }) Assert.True(one.WaitForExit(60_000));
        Assert.Equal((7, 5), (asker.ExitCode, other.ExitCode));
    }

    sealed class Deaf : IDisposable
    {
        public Deaf() => Assert.Equal("ready", Process.StandardOutput.ReadLine());

        public Process Process { get; } = Programs.Start("/bin/sh", ["-c", "trap '' TERM; echo ready; exec sleep 600"], new RunOptions());

        public void Dispose()
        {
            Process.Kill(); // Nothing, where it has ended.
            Process.Dispose();
        }
    }

    static TreeEnder Ender(Process one, TimeProvider clock)
    {
        var platform = new LinuxPlatform { Clock = clock };
        return new TreeEnder(platform, _ => platform.Processes.Look(one.Id) is { IsDead: false } found ? [found] : [], platform.Pause);
    }
}
