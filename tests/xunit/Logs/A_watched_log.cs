using Mill.Logs;
using Xunit;

namespace Mill.Tests.Logs;

public sealed class A_watched_log : IDisposable
{
    const long Cap = 2 * LogFolder.MiB;
    const int LinesPerMiB = LogFolder.MiB / 64;
    readonly LogFolder _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void is_active_when_its_size_changed_and_not_when_its_time_did()
    {
        using var log = _logs.OpenOut();
        var watch = new LogWatch(_logs.Files, TimeProvider.System, log, Cap);
        Assert.False(watch.Look().IsActive);
        _logs.Out("one\n");
        Assert.True(watch.Look().IsActive);
        File.SetLastWriteTimeUtc(_logs.Paths.Out, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.False(watch.Look().IsActive);
        Assert.Equal(4, watch.BytesWritten);
    }

    [Fact]
    public void stays_within_its_cap_on_the_disk_while_its_size_goes_on_growing()
    {
        using var log = _logs.OpenOut();
        var watch = new LogWatch(_logs.Files, TimeProvider.System, log, Cap);
        for (var i = 0; i < 8; i++)
        {
            _logs.OutLines(i * LinesPerMiB, LinesPerMiB);
            Assert.False(watch.Look().CannotCap);
        }
        var facts = _logs.Files.Look(log);
        Assert.Equal(8 * LogFolder.MiB, facts.Size);
        Assert.InRange(facts.DiskBytes, Cap, Cap + (64 << 10));
        Assert.Equal((8 * LogFolder.MiB, 6 * LogFolder.MiB, true), (watch.BytesWritten, watch.CutBytes, watch.IsCapped));
        Assert.StartsWith(LogFolder.Line(0), _logs.ReadOut(), StringComparison.Ordinal);
    }

    [Fact]
    public void is_not_active_because_it_was_cut()
    {
        using var log = _logs.OpenOut();
        var watch = new LogWatch(_logs.Files, TimeProvider.System, log, Cap);
        _logs.OutLines(0, 4 * LinesPerMiB);
        Assert.True(watch.Look().IsActive);
        Assert.False(watch.Look().IsActive);
    }

    [Fact]
    public void that_its_process_emptied_is_noticed_and_counted_on()
    {
        using var log = _logs.OpenOut();
        var watch = new LogWatch(_logs.Files, TimeProvider.System, log, Cap);
        _logs.Out("0123456789\n");
        watch.Look();
        File.WriteAllText(_logs.Paths.Out, "new\n");
        var look = watch.Look();
        Assert.True(look is { IsActive: true, WasEmptied: true });
        Assert.False(watch.Look().WasEmptied);
        Assert.Equal((15L, 0L, true), (watch.BytesWritten, watch.CutBytes, watch.EmptiedByProcess));
    }

    [Fact]
    public void that_was_emptied_and_grew_past_its_old_size_between_two_looks_is_noticed_by_its_missing_hole()
    {
        using var log = _logs.OpenOut();
        var watch = new LogWatch(_logs.Files, TimeProvider.System, log, Cap);
        _logs.OutLines(0, 3 * LinesPerMiB);
        watch.Look();
        File.WriteAllText(_logs.Paths.Out, "");
        _logs.OutLines(0, 4 * LinesPerMiB);
        Assert.True(watch.Look().WasEmptied);
        Assert.Equal((7 * LogFolder.MiB, 3 * LogFolder.MiB), (watch.BytesWritten, watch.CutBytes));
    }
}
