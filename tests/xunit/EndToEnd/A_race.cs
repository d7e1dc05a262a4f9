using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.EndToEnd;

/// <summary>A stop and an end at the same moment.</summary>
public sealed class A_race : IDisposable
{
    const int Races = 100;
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task C53_between_a_stop_and_a_completion_is_won_by_one_and_all_files_agree()
    {
        var client = _home.Client;
        await Task.WhenAll(Task.Run(() => Race(client, 1)), Task.Run(() => Race(client, 2)));

        var ended = Directory.EnumerateDirectories(Path.Combine(_home.Home, "runs")).Select(Path.GetFileName).Select(id => Check(id!)).ToArray();
        Assert.Equal(2 * Races, ended.Length);
        // A lopsided outcome would mean that nothing raced.
        Assert.Contains("complete", ended);
        Assert.Contains("cancelled", ended);
    }

    [Fact]
    public void between_a_stop_and_the_end_of_a_task_lets_no_other_task_begin()
    {
        Assert.True(RunId.TryParse(_home.Client.Launch(OneAfterAnother()).Text, out var id));
        var folder = new HomeFolder(Current.Platform, _home.Home).Run(id);
        var worker = _home.WorkerOf(id.Text);
        using (var locked = LockedRun.Take(folder))
        {
            File.WriteAllText(Path.Combine(_home.Work, "go"), "");
            Until.True(() => _home.Text(id.Text, "logs/worker.log").Contains("ended: exit code 0", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "the first task has ended");
            locked.End(Endings.Of(locked.Record!, new RunEnded(RunStatus.Cancelled, Reason.Cancelled, "stopped", null, null, DateTimeOffset.UtcNow)));
        }

        Until.True(() => !ProcFs.IsAlive(worker), TimeSpan.FromSeconds(60), "the worker is gone");
        Assert.DoesNotContain("launched second.1", _home.Text(id.Text, "logs/worker.log"));
        Assert.Single(_home.Events(id.Text, "spawn:cancelled"));
        Assert.Empty(Audit.OfRun(_home, id.Text));
    }

    StartRequest OneAfterAnother() => new()
    {
        Command = "",
        WorkingDirectory = _home.Work,
        Plan = new PlanRequest
        {
            Tasks =
            [
                new TaskRequest { Name = "first", Command = "/bin/sh", Arguments = ["-c", "while ! [ -e go ]; do sleep 0.02; done"] },
                new TaskRequest { Name = "second", Command = "/bin/true" },
            ],
        },
    };

    void Race(MillClient client, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Races; i++)
        {
            var run = client.Start(new StartRequest { Command = "/bin/sleep", Arguments = ["0.02"], WorkingDirectory = _home.Work });
            Assert.True(RunId.TryParse(run.Id, out var id));
            using (var pause = new ManualResetEventSlim()) pause.Wait(random.Next(40));
            client.Stop(id);
            client.Wait(id, TimeSpan.FromSeconds(20));
        }
    }

    string Check(string id)
    {
        var ends = _home.Events(id).Select(one => one.Text("type")!).Where(type => EventTypes.EndOf(type) is not null).ToArray();
        Assert.Single(ends);
        var status = ends[0]["run:".Length..];
        Assert.Equal((status, status), (_home.Read(id, "run.json").Text("status"), _home.Read(id, "result.json").Text("status")));
        return status;
    }
}
