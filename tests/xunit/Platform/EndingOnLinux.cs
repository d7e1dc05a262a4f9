using Mill.Cancel;
using Mill.Platform;
using Mill.Platform.Linux;

namespace Mill.Tests.Platform;

/// <summary>Ending processes while time passes that nobody could use: the machine slept, or who ends them was held up.</summary>
public sealed class EndingOnLinux
{
    [Fact]
    public void ends_one_that_does_not_listen_however_late_it_has_become_after_asking()
    {
        using var deaf = Programs.Start("/bin/sh", ["-c", "trap '' TERM; echo ready; exec sleep 600"], new RunOptions());
        Assert.Equal("ready", deaf.StandardOutput.ReadLine());
        var clock = new Leaping();
        var platform = new LinuxPlatform { Clock = clock };
        var ender = new TreeEnder(platform, _ => platform.Processes.Look(deaf.Id) is { IsDead: false } found ? [found] : [], platform.Pause);

        Assert.Null(ender.Step(TimeSpan.FromMinutes(1)));
        clock.Leap(TimeSpan.FromHours(1));
        Until.True(() => ender.Step(TimeSpan.FromMinutes(1)) is { } left && left.Count == 0, TimeSpan.FromSeconds(60), "it is ended");

        Assert.Equal((1, 1), (ender.TermSent, ender.KillSent));
        Assert.True(deaf.WaitForExit(5_000));
    }
}
