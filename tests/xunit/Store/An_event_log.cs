using System.Diagnostics;
using System.Text;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Store;

public sealed class An_event_log : IDisposable
{
    readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    string Log => _place[FileNames.Events];

    static EventDraft Signal(string name = "SIGTERM") => EventDraft.Of(new SignalIgnored(name, 1, 0));

    [Fact]
    public void C73_written_by_four_processes_has_every_sequence_once()
    {
        const int Processes = 4, Appends = 250;
        RunPlace.Done([.. Enumerable.Range(0, Processes).Select(n => _place.Other("append", $"{Appends}", $"SIG{n}"))]);

        var log = _place.Run.ReadEvents();
        Assert.Equal((0, false), (log.BadLines, log.IsTorn));
        Assert.Equal(Enumerable.Range(1, Processes * Appends + 1), log.Events.Select(one => (int)one.Sequence));
        Assert.Equal(Processes * Appends + 1, File.ReadAllLines(Log).Length);
        Assert.Equal(Processes, log.Events.Skip(1).GroupBy(one => one.Payload.Text("signal")).Count(one => one.Count() == Appends));
        Assert.Equal(Processes * Appends + 1, _place.Run.ReadSnapshot().Value!.Revision);
    }

    [Fact]
    public void with_a_torn_tail_is_closed_by_the_next_writer()
    {
        _place.Change(Signal());
        File.AppendAllText(Log, "{\"schemaVersion\":1,\"runId\":\"20260102-0304");
        Assert.True(_place.Run.ReadEvents().IsTorn);

        Assert.True(_place.Change(Signal("SIGHUP")));

        var log = _place.Run.ReadEvents();
        Assert.Equal((false, 1), (log.IsTorn, log.BadLines));
        Assert.Equal([1, 2, 3], log.Events.Select(one => one.Sequence));
        Assert.Equal("SIGHUP", log.Events[^1].Payload.Text("signal"));
    }

    [Fact]
    public void whose_last_line_lacks_nothing_but_its_end_never_had_that_line()
    {
        _place.Change(Signal());
        File.WriteAllText(Log, File.ReadAllText(Log).TrimEnd('\n'));
        File.Delete(_place[FileNames.Snapshot]);

        Assert.True(_place.End(RunStatus.Complete));

        Assert.Equal([EventTypes.RunStart, EventTypes.RunComplete], _place.Run.ReadEvents().Events.Select(one => one.Type));
        _place.Home.Unmark(_place.Run.Id);
        Assert.False(new MillClient(new MillOptions { Home = _place.Home.Path }).Repair(_place.Run.Id).Repaired);
    }

    [Fact]
    public void torn_in_the_middle_of_a_character_is_closed_too()
    {
        File.WriteAllBytes(Log, [.. File.ReadAllBytes(Log), .. Encoding.UTF8.GetBytes("{\"type\":\"é")[..^1]]);
        _place.Change(Signal());
        Assert.Equal([1, 2], _place.Run.ReadEvents().Events.Select(one => one.Sequence));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json at all")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schemaVersion\":1,\"runId\":\"20260102-030405-abcd\",\"generation\":1,\"sequence\":2,\"type\":\"x\"}")]
    [InlineData("{\"schemaVersion\":1,\"runId\":\"20260102-030405-wxyz\",\"generation\":1,\"sequence\":2,\"type\":\"x\",\"payload\":{}}")]
    [InlineData("{\"schemaVersion\":1,\"runId\":\"20260102-030405-abcd\",\"generation\":0,\"sequence\":2,\"type\":\"x\",\"payload\":{}}")]
    [InlineData("{\"schemaVersion\":1,\"runId\":\"20260102-030405-abcd\",\"generation\":1,\"sequence\":-7,\"type\":\"x\",\"payload\":{}}")]
    [InlineData("{\"schemaVersion\":1,\"runId\":\"20260102-030405-abcd\",\"generation\":1,\"sequence\":1,\"type\":\"x\",\"payload\":{}}")]
    [InlineData("{\"schemaVersion\":1,\"runId\":\"20260102-030405-abcd\",\"generation\":1,\"sequence\":99999999999999999999,\"type\":\"x\",\"payload\":{}}")]
    public void passes_over_a_line_that_is_no_event_of_its_run(string line)
    {
        File.AppendAllText(Log, line + "\n");
        _place.Change(Signal());
        Assert.Equal([1, 2], _place.Run.ReadEvents().Events.Select(one => one.Sequence));
    }

    [Fact]
    public void keeps_what_it_does_not_know_and_says_when_a_newer_version_wrote()
    {
        File.AppendAllText(Log, "{\"schemaVersion\":1,\"runId\":\"20260102-030405-abcd\",\"generation\":1,\"sequence\":2,\"type\":\"moon:phase\",\"payload\":{}}\n");
        Assert.Equal("moon:phase", _place.Run.ReadEvents().Events[^1].Type);
        Assert.False(_place.Run.ReadEvents().IsNewer);
        File.AppendAllText(Log, "{\"schemaVersion\":2,\"runId\":\"20260102-030405-abcd\",\"generation\":1,\"sequence\":3,\"type\":\"x\",\"payload\":{}}\n");
        Assert.True(_place.Run.ReadEvents().IsNewer);
    }

    [Fact]
    public void whose_first_line_is_lost_goes_on_behind_what_is_left_of_it()
    {
        _place.Change(Signal());
        File.WriteAllText(Log, "gone\n" + File.ReadAllLines(Log)[1] + "\n");
        File.Delete(_place[FileNames.Snapshot]);

        _place.RepairTwice();

        Assert.Equal([2L, 3L], _place.Run.ReadEvents().Events.Select(one => one.Sequence).Take(2));
        Assert.Equal(RunStatus.Failed, _place.Run.ReadRecord().Value!.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C72_C74_of_sixty_megabytes_keeps_every_event_and_takes_the_next_one_at_once(bool torn)
    {
        var line = File.ReadAllText(Log).Replace("\"sequence\":1,", "\"sequence\":{0},").Replace("run:start", "moon:phase");
        var room = new string('x', 60 << 10);
        using (var log = File.AppendText(Log))
            for (var n = 2; n <= 1_001; n++) log.Write(line.Replace("{0}", $"{n}").Replace("\"payload\":{", $"\"payload\":{{\"room\":\"{room}\","));
        Assert.InRange(new FileInfo(Log).Length, 60_000_000, 80_000_000);
        File.Delete(_place[FileNames.Snapshot]);
        _place.Change(Signal());
        if (torn) File.AppendAllText(Log, "{\"schemaVersion\":1,\"runId\":\"20260102-0304");

        GC.Collect(); // Else this thread may have to do it, for all others.
        var before = Libc.TimeOfThisThread();
        Assert.True(_place.End(RunStatus.Complete));
        Assert.InRange(Libc.TimeOfThisThread() - before, TimeSpan.Zero, TimeSpan.FromSeconds(1));

        var events = _place.Run.ReadEvents().Events;
        Assert.Equal(Enumerable.Range(1, 1_003), events.Select(one => (int)one.Sequence));
        Assert.Equal(EventTypes.RunComplete, events[^1].Type);
        Assert.Equal(1_003, _place.Run.ReadSnapshot().Value!.Revision);
    }
}
