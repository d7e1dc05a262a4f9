using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>On Windows.</summary>
public sealed class Supervising_on_Windows : SupervisorContract
{
    // Wine does not.
    private protected override bool TellsOfTheDead => false;

    [Fact]
    public void A_worker_hears_that_it_is_asked_to_end_and_is_deaf_until_then()
    {
        using var folder = new Folder();
        using var worker = new Worker(_platform, folder, ["hear-signals"]).Ready();
        var identity = _platform.Processes.Look(worker.Pid)!.Identity;
        using var handle = _platform.Processes.Open(identity)!;
        Assert.False(_platform.Processes.IsDeaf(identity));
        Assert.Equal(SignalResult.Sent, handle.Send(StopSignal.Term));
        Assert.StartsWith("stop event", worker.Line());
        Assert.False(_platform.Processes.IsDeaf(identity));
        Assert.Equal(SignalResult.Sent, handle.Send(StopSignal.Pause));
        handle.Send(StopSignal.Term);
        Assert.True(_platform.Processes.IsDeaf(identity));
    }

    [Fact]
    public void Whoever_cannot_be_asked_to_end_is_said_to_be_so()
    {
        using var folder = new Folder();
        using var holder = new Worker(_platform, folder, ["hold-life"]).Ready();
        using var handle = _platform.Processes.Open(_platform.Processes.Look(holder.Pid)!.Identity)!;
        Assert.Equal(SignalResult.NotPossible, handle.Send(StopSignal.Term));
    }

    [Fact]
    public void A_limit_says_by_what_means_it_is_held()
    {
        using var folder = new Folder();
        var told = SuperviseIn(folder, [Places.Dummy, "exit", "0"], Surroundings(), bytes: 512 * Megabyte, processors: 1);
        Assert.Matches("Memory = (job|watched), Cpu = (job|not-held)", told.Single(line => line.StartsWith("limits", StringComparison.Ordinal)));
    }
}
