using System.Text.Json;
using Mill.Liveness;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Store;

public sealed class A_snapshot : IDisposable
{
    readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    string Snapshot => _place[FileNames.Snapshot];

    static EventDraft Signal() => EventDraft.Of(new SignalIgnored("SIGTERM", 1, 0));

    [Fact]
    public void C65_is_whole_in_every_one_of_ten_thousand_reads_while_two_processes_write()
    {
        var writers = new[] { _place.Other("append", "1000000", "A"), _place.Other("append", "1000000", "B") };
        var last = 0L;
        for (var read = 0; read < 10_000; read++)
        {
            var revision = Jsons.Parse(File.ReadAllText(Snapshot)).Number("revision");
            Assert.True(revision >= last, $"Revision {revision} came after {last}.");
            last = revision;
        }
        Assert.All(writers, one => Assert.False(one.HasExited));
        // Nothing was raced if nobody wrote meanwhile.
        Until.True(() => _place.Run.ReadSnapshot().Value!.Revision > 100, TimeSpan.FromSeconds(60), "many writes");
    }

    [Fact]
    public void C65_is_old_or_new_whenever_its_writer_is_killed()
    {
        for (var round = 0; round < 8; round++)
        {
            var before = _place.Run.ReadSnapshot().Value!.Revision;
            var writer = _place.Other("append", "1000000", "A");
            Until.True(() => _place.Run.ReadSnapshot().Value!.Revision > before + round, TimeSpan.FromSeconds(60), "the writer writes");
            writer.Kill();
            writer.WaitForExit();

            var (snapshot, events) = (_place.Run.ReadSnapshot(), _place.Run.ReadEvents());
            Assert.False(snapshot.IsDamaged, snapshot.Damage);
            Assert.InRange(events.LastSequence - snapshot.Value!.Revision, 0, 1);
        }
        _place.RepairTwice();
        Assert.Equal(_place.Run.ReadEvents().LastSequence, _place.Run.ReadSnapshot().Value!.Revision);
        Assert.Empty(Directory.EnumerateFiles(_place.Run.Path, "*.stage"));
    }

    [Fact]
    public void C66_that_was_staged_and_never_put_in_place_is_gone_after_repair()
    {
        File.WriteAllText(Snapshot + ".stage", "{\"id\":");
        File.WriteAllText(_place["worker.json.stage"], "");
        _place.RepairTwice();
        Assert.Empty(Directory.EnumerateFiles(_place.Run.Path, "*.stage"));
    }

    [Fact]
    public void C68_that_is_behind_its_events_is_renewed_and_never_carried_on_from()
    {
        var old = File.ReadAllBytes(Snapshot);
        _place.Change(Signal());
        _place.End(RunStatus.Complete);
        File.WriteAllBytes(Snapshot, old);

        Assert.False(_place.End(RunStatus.Failed));
        using (var locked = LockedRun.Take(_place.Run))
        {
            Assert.Equal((RunStatus.Complete, 3L), (locked.Record!.Status, locked.Record.Revision));
            Assert.True(locked.Mend());
        }
        Assert.Equal((RunStatus.Complete, 3L), (_place.Run.ReadSnapshot().Value!.Status, _place.Run.ReadSnapshot().Value!.Revision));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"id\":\"2026")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("\0\0\0\0")]
    public void that_is_damaged_is_rebuilt_from_events_and_kept_aside(string damage)
    {
        _place.Change(Signal());
        File.WriteAllText(Snapshot, damage);
        Assert.True(_place.Run.ReadSnapshot().IsDamaged);
        Assert.Equal(2, _place.Run.ReadRecord().Value!.Revision);
        Assert.Equal(damage, File.ReadAllText(Snapshot)); // Reading mends nothing.

        _place.RepairTwice();

        Assert.Equal(RunStatus.Failed, _place.Run.ReadSnapshot().Value!.Status);
        Assert.Equal(damage, File.ReadAllText(Snapshot + ".damaged"));
    }

    [Fact]
    public void that_is_missing_is_rebuilt_from_events()
    {
        File.Delete(Snapshot);
        Assert.Equal(1, _place.Run.ReadRecord().Value!.Revision);
        _place.RepairTwice();
        Assert.Equal(RunStatus.Failed, _place.Run.ReadSnapshot().Value!.Status);
    }

    [Fact]
    public void of_another_run_is_not_believed()
    {
        File.WriteAllText(Snapshot, File.ReadAllText(Snapshot).Replace("20260102-030405-abcd", "20260102-030405-wxyz"));
        Assert.Equal("20260102-030405-abcd", _place.Run.ReadRecord().Value!.Id);
    }

    [Theory]
    [InlineData("fifo"), InlineData("link"), InlineData("folder")]
    public async Task whose_place_something_else_has_taken_is_damage_and_no_hang(string what)
    {
        File.Move(Snapshot, _place["elsewhere"]);
        if (what == "fifo") Assert.True(Libc.MakeFifo(Snapshot));
        else if (what == "link") File.CreateSymbolicLink(Snapshot, _place["elsewhere"]);
        else Directory.CreateDirectory(Snapshot);

        var read = await Task.Run(_place.Run.ReadSnapshot).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(read.IsDamaged);
        Assert.Equal(1, _place.Run.ReadRecord().Value!.Revision);
    }

    [Fact]
    public void of_a_newer_format_is_said_to_be_and_left_alone_by_repair()
    {
        var newer = File.ReadAllText(Snapshot).Replace("\"schemaVersion\":1", "\"schemaVersion\":2").Replace("\"status\":\"pending\"", "\"status\":\"dreaming\"");
        File.WriteAllText(Snapshot, newer);
        File.Create(_place[FileNames.WorkerLock]).Dispose();

        Assert.True(_place.Run.ReadSnapshot().IsNewer);
        Assert.Equal(MillError.NewerFormat, Assert.Throws<MillException>(() => _place.Run.Require()).Code);
        var outcome = new MillClient(new MillOptions { Home = _place.Home.Path }).Repair(_place.Run.Id);
        Assert.False(outcome.Repaired);
        Assert.True(outcome.Evidence!.IsNewer);
        Assert.Equal(newer, File.ReadAllText(Snapshot));
        Assert.Single(_place.Run.ReadEvents().Events);
    }
}
