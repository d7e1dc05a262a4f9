using System.Text.Json;

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
        var (beat, process) = (_home.Read(id, "heartbeat.json"), ProcFs.Look(_home.ProcessOf(id))!);
        Assert.InRange(beat.At("memory.rssMb").GetDouble(), 1, 1_000);
        Assert.InRange(beat.At("memory.childRssMb").GetDouble(), 0.1, 1_000);
        Assert.Equal([(process.Pid, process.StartTime)], beat.Items("descendants").Select(one => ((int)one.Number("pid"), one.Text("startTime"))));
        Assert.True(beat.IsNull("lastActivityAt"));
    }

    [Fact]
    public void that_was_taken_away_comes_back()
    {
        var id = _home.Start("--", "sleep", "600");
        var first = _home.HeartbeatOf(id).Number("tick");
        File.Delete(_home.FileOf(id, "heartbeat.json"));

        Assert.True(_home.HeartbeatOf(id).Number("tick") > first);
    }

    [Fact]
    public void tells_when_the_run_last_said_something()
    {
        var id = _home.StartScript("echo here; sleep 600");
        var first = _home.HeartbeatOf(id).Number("tick");

        JsonElement beat = default;
        Until.True(() => (beat = _home.Read(id, "heartbeat.json")).Number("tick") > first && !beat.IsNull("lastActivityAt"), TimeSpan.FromSeconds(60), "a heartbeat tells of it");
        var run = _home.Get(id);
        Assert.InRange(beat.Number("lastActivityAt"), run.At("createdAt").GetDateTimeOffset().ToUnixTimeMilliseconds(), beat.Number("at"));
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
    [InlineData("missing")]
    [InlineData("empty")]
    [InlineData("torn")]
    [InlineData("no number")]
    [InlineData("of another run")]
    [InlineData("of another life")]
    [InlineData("of the future")]
    public void C47_that_makes_no_sense_leaves_the_verdict_to_all_other_evidence(string what)
    {
        var id = _home.Start("--", "sleep", "600");
        _home.HeartbeatOf(id);
        var sound = _home.Text(id, "heartbeat.json");
        Spoil(id, what, sound);
        Assert.Equal(("running", "healthy"), (_home.Get(id).Text("effectiveStatus"), _home.Get(id).Text("health")));
        Assert.False(_home.Repair(id).Is("repaired"));

        _home.KillWorker(id);
        Spoil(id, what, sound); // Its worker may have written another one meanwhile.
        Assert.Equal("lost", _home.Get(id).Text("effectiveStatus"));

        // Where the lock tells nothing, other signs of life count as long as they are young.
        _home.IsOnAnotherMachine(id);
        Assert.False(_home.Repair(id).Is("repaired"));
        _home.Age();
        Assert.True(_home.Repair(id).Is("repaired"));
        Assert.Equal("heartbeat-stale", _home.Get(id).Text("reason"));
        _home.KillEverything();
    }

    void Spoil(string id, string what, string sound)
    {
        var file = _home.FileOf(id, "heartbeat.json");
        File.WriteAllText(file, what switch
        {
            "empty" => "",
            "torn" => sound[..40],
            "no number" => sound.Replace("\"at\":", "\"at\":NaN,\"was\":"),
            "of another run" => sound.Replace(id, "20200101-000000-abcd"),
            "of another life" => sound.Replace("\"generation\":1", "\"generation\":7"),
            _ => sound,
        });
        if (what == "missing") File.Delete(file);
        if (what == "of the future") _home.HasOldHeartbeat(id, TimeSpan.FromDays(-1));
    }
}
