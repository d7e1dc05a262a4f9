namespace Mill.Tests.EndToEnd;

/// <summary>The heartbeat of a run.</summary>
public sealed class A_heartbeat : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void C23_of_a_run_that_says_nothing_goes_on()
    {
        var id = _home.Start("--", "sleep", "600");
        var first = _home.HeartbeatOf(id).Number("tick");

        Until.True(() => _home.Read(id, "heartbeat.json").Number("tick") > first, TimeSpan.FromSeconds(60), "the heartbeat advances");
    }

    [Fact]
    public void C97_names_its_worker_from_the_first()
    {
        var id = _home.Start("--", "sleep", "600");
        var (beat, worker) = (_home.HeartbeatOf(id), ProcFs.Look(_home.WorkerOf(id))!);

        Assert.Equal((worker.Pid, worker.StartTime, id, 1L), ((int)beat.Number("pid"), beat.Text("startTime"), beat.Text("runId"), beat.Number("generation")));
        Assert.Equal(worker.StartTime, _home.Read(id, "worker.json").Text("process.startTime"));
        Assert.Equal($"{worker.Pid}\n", _home.Text(id, "worker.pid"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("{\"at\":9999999999999999")]
    [InlineData("{\"schemaVersion\":1,\"pid\":-1,\"startTime\":\"x\",\"at\":99999999999999,\"bootId\":\"x\",\"runId\":\"x\",\"generation\":7}")]
    public void C47_whatever_it_says_does_no_harm(string heartbeat)
    {
        var id = _home.Start("--", "sleep", "600");
        _home.HeartbeatOf(id);
        File.WriteAllText(_home.FileOf(id, "heartbeat.json"), heartbeat);

        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
        Assert.False(_home.Repair(id).Is("repaired"));
    }
}
