using System.Text.RegularExpressions;

namespace Mill.Tests.EndToEnd;

/// <summary>Removing a run that is over.</summary>
public sealed class A_removal : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    // Its end is whole and it is off the to-do list, while its worker has not let go of the life lock yet.
    [Fact]
    public void waits_for_a_worker_that_is_on_its_way_out()
    {
        var id = _home.RunScript("true").Text("id")!;
        _home.Settle();
        using var worker = Programs.Start("/bin/sleep", ["600"], new RunOptions());
        var named = $"\"pid\":{worker.Id},\"startTime\":\"{ProcFs.Look(worker.Id)!.StartTime}\"";
        File.WriteAllText(_home.FileOf(id, "worker.json"), Regex.Replace(_home.Text(id, "worker.json"), "\"pid\":\\s*\\d+,\\s*\"startTime\":\\s*\"\\d+\"", named));
        var life = Libc.Lock(_home.FileOf(id, "worker.lock")) ?? throw new InvalidOperationException("The lock is not free.");

        using var removal = Programs.Start(Places.Mill, ["rm", id], _home.At(new RunOptions()));
        Assert.False(removal.WaitForExit(1_000), "It has not waited.");
        life.Dispose();
        worker.Kill();

        Assert.True(removal.WaitForExit(60_000));
        Assert.Equal((0, ""), (removal.ExitCode, removal.StandardError.ReadToEnd()));
        Assert.False(Directory.Exists(_home.Folder(id)));
    }
}
