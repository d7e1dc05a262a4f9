using Mill.Json;
using Mill.Liveness;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Store;

/// <summary>What is well-formed and cannot be true: found by the fuzzer of tests/chaos, each once.</summary>
public sealed class A_record_that_makes_no_sense : IDisposable
{
    readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    MillClient Client => new(new MillOptions { Home = _place.Home.Path });

    void Replace(string name, string text, string instead)
    {
        var before = File.ReadAllText(_place[name]);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(_place[name], before.Replace(text, instead, StringComparison.Ordinal));
    }

    void End()
    {
        _place.Change(EventDraft.Of(new SignalIgnored("SIGHUP", 1, 0)));
        Assert.True(_place.End(RunStatus.Complete));
        _place.Home.Unmark(_place.Run.Id);
    }

    [Theory]
    [InlineData("\"arguments\":[]", "\"arguments\":[null]")]
    [InlineData("\"tags\":{}", "\"tags\":{\"a\":null}")]
    [InlineData("\"environment\":{}", "\"environment\":{\"A\":null}")]
    [InlineData("\"secretNames\":[]", "\"secretNames\":[null]")]
    [InlineData("\"name\":\"main\"", "\"name\":\"other\"")]
    [InlineData("\"generation\":1", "\"generation\":0")]
    [InlineData("\"revision\":1", "\"revision\":9223372036854775807")]
    [InlineData("\"revision\":1", "\"revision\":-1")]
    [InlineData("\"status\":\"pending\"", "\"was\":\"pending\"")]
    public void is_damaged_and_the_events_tell_the_run(string text, string instead)
    {
        Replace(FileNames.Snapshot, text, instead);
        Assert.True(_place.Run.ReadSnapshot().IsDamaged);
        Assert.Equal(("x", 1L), (Client.Get(_place.Run.Id).Command, _place.Run.ReadRecord().Value!.Revision));
    }

    [Fact]
    public void has_a_snapshot_of_a_generation_that_the_events_do_not_know_and_is_stopped_in_theirs()
    {
        Replace(FileNames.Snapshot, "\"generation\":1", "\"generation\":431832896");

        Assert.Equal(RunStatus.Cancelled, Client.Stop(_place.Run.Id).Status);

        Assert.Equal(1, _place.Run.ReadResult().Value!.Generation);
        Assert.Equal((EffectiveStatus.Cancelled, false), (Client.Get(_place.Run.Id).EffectiveStatus, Client.Get(_place.Run.Id).Mismatch));
        Assert.False(Client.Repair(_place.Run.Id).Repaired);
    }

    [Fact]
    public void has_no_tasks_and_its_log_is_read_all_the_same()
    {
        Replace(FileNames.Snapshot, "\"tasks\":[{", "\"tasks\":[],\"were\":[{");
        Assert.Empty(Client.ReadLog(_place.Run.Id));
    }

    [Theory]
    [InlineData("\"sequence\":2", "\"sequence\":9223372036854775807")]
    [InlineData("\"sequence\":2", "\"sequence\":77")]
    public void has_an_event_of_a_wrong_number_and_keeps_all_others(string text, string instead)
    {
        End();
        Replace(FileNames.Events, text, instead);
        Assert.Equal([1L, 3L], _place.Run.ReadEvents().Events.Select(one => one.Sequence));
        Assert.Equal((RunStatus.Complete, false), (Client.Get(_place.Run.Id).Status, Client.Get(_place.Run.Id).Mismatch));
    }

    [Fact]
    public void has_a_last_event_of_the_greatest_number_and_is_gone_on_with()
    {
        _place.Change(EventDraft.Of(new SignalIgnored("SIGHUP", 1, 0)));
        Replace(FileNames.Events, "\"sequence\":2", "\"sequence\":9223372036854775807");
        Assert.True(_place.End(RunStatus.Failed));
        Assert.Equal(EventTypes.RunFailed, _place.Run.ReadEvents().Events[^1].Type);
    }

    [Fact]
    public void has_an_end_without_a_status_which_its_type_tells()
    {
        End();
        Replace(FileNames.Events, "\"status\":\"complete\"", "\"was\":null");
        Assert.Equal("ended", Client.Repair(_place.Run.Id).Verdict);
        Assert.Equal(RunStatus.Complete, Endings.Find(_place.Run.ReadEvents().Events, 1)!.Status);
    }

    [Theory]
    [InlineData("\"status\":\"complete\"", "\"status\":\"running\"")]
    [InlineData("\"reason\":\"exit\"", "\"reason\":\"\"")]
    public void is_a_result_that_is_none_and_is_written_anew(string text, string instead)
    {
        End();
        Replace(FileNames.Result, text, instead);
        Assert.Equal(("finish", true), (Client.Repair(_place.Run.Id) is var outcome ? outcome.Verdict : "", outcome.Repaired));
        Assert.Equal((RunStatus.Complete, Reason.Exit), (_place.Run.ReadResult().Value!.Status, _place.Run.ReadResult().Value!.Reason));
        Assert.Equal("ended", Client.Repair(_place.Run.Id).Verdict);
    }

    [Fact]
    public void is_a_result_of_another_reason_and_the_event_is_believed()
    {
        End();
        Replace(FileNames.Result, "\"reason\":\"exit\"", "\"reason\":\"timeout\"");
        Assert.True(Client.Repair(_place.Run.Id).Repaired);
        Assert.Equal(Reason.Exit, _place.Run.ReadResult().Value!.Reason);
    }

    [Fact]
    public void is_a_result_of_another_reason_without_a_log_and_is_repaired_once()
    {
        End();
        Replace(FileNames.Result, "\"reason\":\"exit\"", "\"reason\":\"yesterday\"");
        File.Delete(_place[FileNames.Events]);
        Assert.True(Client.Repair(_place.Run.Id).Repaired);
        Assert.Equal("ended", Client.Repair(_place.Run.Id).Verdict);
        Assert.Equal(new Reason("yesterday"), Client.Get(_place.Run.Id).Reason);
    }

    [Fact]
    public void is_a_log_without_a_beginning_whose_end_says_another_reason_and_is_repaired_once()
    {
        End();
        Replace(FileNames.Events, "\"reason\":\"exit\"", "\"reason\":\"yesterday\"");
        Replace(FileNames.Events, "run:start", "run:begin");
        File.Delete(_place[FileNames.Snapshot]);
        Assert.True(Client.Repair(_place.Run.Id).Repaired);
        Assert.Equal("ended", Client.Repair(_place.Run.Id).Verdict);
    }

    [Fact]
    public void is_a_log_of_a_gigabyte_of_nothing_and_the_end_is_told_where_it_is_read()
    {
        using (var log = File.OpenWrite(_place[FileNames.Events])) log.SetLength(EventLog.MaxBytes);
        Assert.Equal(RunStatus.Cancelled, Client.Stop(_place.Run.Id).Status);
        Assert.Equal("ended", Client.Repair(_place.Run.Id).Verdict);
        Assert.Equal(RunStatus.Cancelled, Endings.Find(_place.Run.ReadEvents().Events, 1)!.Status);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    public void is_a_heartbeat_with_a_number_beyond_all_numbers_and_is_damaged(string number)
    {
        var beat = new Heartbeat { RunId = _place.Run.Id.Text, StartTime = "1", BootId = "b", Memory = new MemoryFigures(1.5, 2.5) };
        File.WriteAllText(_place[FileNames.Heartbeat], MillJson.Text(beat, Forms.Of).Replace("2.5", number, StringComparison.Ordinal));
        Assert.True(_place.Run.ReadHeartbeat().IsDamaged);
    }

    [Fact]
    public void is_a_link_in_the_place_of_its_logs_and_nothing_is_written_where_that_leads()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_place.Home.Path, "outside")).FullName;
        Directory.Delete(_place[FileNames.Logs]);
        File.CreateSymbolicLink(_place[FileNames.Logs], outside);
        new StepLog(_place.Home.Platform, _place[FileNames.CancelLog]).Say("x");
        Assert.Equal(RunStatus.Cancelled, Client.Stop(_place.Run.Id, new StopRequest { Force = true }).Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
    }

    [Fact]
    public void is_a_log_without_its_last_line_and_nothing_is_left_to_repair()
    {
        End();
        _place.Change(EventDraft.Of(new WorkerEnded(0, null)));
        Replace(FileNames.Events, "\"type\":\"worker:end\"", "\"type\":7");
        Assert.Equal("ended", Client.Repair(_place.Run.Id, new RepairRequest { DryRun = true }).Verdict);
        Assert.False(Client.Get(_place.Run.Id).Mismatch);
    }

    [Fact]
    public void is_a_snapshot_that_forgot_a_task_and_the_task_ends_with_its_run()
    {
        _place.Change(EventDraft.Of(new SpawnStarted("main.1", "main", 1, new ProcessIdentity(1, "1", "another", null, null), null, null)));
        Replace(FileNames.Snapshot, "\"status\":\"running\",\"attempts\":1", "\"status\":\"pending\",\"attempts\":0");
        _place.RepairTwice();
        Assert.Contains(EventTypes.SpawnError, _place.Run.ReadEvents().Events.Select(one => one.Type));
    }

    [Theory]
    [InlineData("\"type\":\"run:start\"", "\"type\":\"run:cancelled\"")]
    [InlineData("\"generation\":1,\"sequence\":1,", "\"generation\":7,\"sequence\":1,")]
    public void has_a_first_event_that_is_none_and_is_stopped_for_good(string text, string instead)
    {
        Replace(FileNames.Events, text, instead);
        Assert.Equal(RunStatus.Cancelled, Client.Stop(_place.Run.Id).Status);
        Assert.Equal((RunStatus.Cancelled, 1, false), (Client.Get(_place.Run.Id).Status, Client.Get(_place.Run.Id).Generation, Client.Get(_place.Run.Id).Mismatch));
    }

    [Theory]
    [InlineData("SIG\u00e9")]
    [InlineData("\\ud800")]
    public void has_an_event_that_is_no_text_and_is_passed_over(string text)
    {
        _place.Change(EventDraft.Of(new SignalIgnored("SIGHUP", 1, 0)));
        Replace(FileNames.Events, "SIGHUP", "SIGODD");
        File.WriteAllText(_place[FileNames.Events], File.ReadAllText(_place[FileNames.Events]).Replace("SIGODD", text, StringComparison.Ordinal), System.Text.Encoding.Latin1);
        Assert.Equal((1, 1), (_place.Run.ReadEvents().Events.Count, _place.Run.ReadEvents().BadLines));
    }

    [Fact]
    public void has_an_end_of_a_task_that_does_not_say_why_and_the_run_is_stopped_for_good()
    {
        _place.Change(EventDraft.Of(new SpawnStarted("main.1", "main", 1, new ProcessIdentity(1, "1", "another", null, null), null, null)));
        _place.Change(EventDraft.Of(new NoteTold("main.1", "main", "half", 1, 2)));
        Replace(FileNames.Events, "spawn:milestone", "spawn:cancelled");
        Assert.Equal(RunStatus.Cancelled, Client.Stop(_place.Run.Id).Status);
        Assert.Equal("ended", Client.Repair(_place.Run.Id).Verdict);
    }

    [Fact]
    public void tells_of_a_change_to_an_end_which_is_none()
    {
        _place.Change(EventDraft.Of(new StatusChanged(RunStatus.Failed)));
        Assert.Equal(RunStatus.Pending, _place.Run.ReadRecord().Value!.Status);
    }

    [Theory]
    [InlineData("spawn:start")]
    [InlineData("spawn:error")]
    public void has_an_event_of_no_task_which_changes_nothing(string type)
    {
        _place.Change(EventDraft.Of(new SignalIgnored("SIGHUP", 1, 0)));
        Replace(FileNames.Events, "worker:signal", type);
        Assert.Equal((2L, TaskState.Pending), (Projection.Of(_place.Run.ReadEvents().Events)!.Revision, Projection.Of(_place.Run.ReadEvents().Events)!.Tasks[0].Status));
    }

    [Fact]
    public void ends_and_whether_its_worker_is_gone_cannot_be_told_is_not_called_healthy()
    {
        var seen = new Evidence
        {
            RunId = "x",
            Recorded = RunStatus.Failed,
            Ending = new RunEnded(RunStatus.Failed, Reason.Exit, null, 1, null, DateTimeOffset.UnixEpoch),
            FilesAgree = true,
            Marker = true,
            Life = Sign.Unknown,
            WorkerAlive = Sign.Unknown,
            SignOfLifeAgeMs = 1,
        };
        var verdict = VerdictTable.Decide(seen, RepairLimits.Usual);
        Assert.Equal(("ending", Health.Unknown), (verdict.Name, Diagnosis.Of(seen, verdict, RepairLimits.Usual).Health));
    }
}
