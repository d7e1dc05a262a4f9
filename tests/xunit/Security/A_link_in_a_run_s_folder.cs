namespace Mill.Tests.Security;

/// <summary>Links that a process of a run, or whoever gets at its folder, has put into the place of its files.</summary>
public sealed class A_link_in_a_run_s_folder : IDisposable
{
    readonly TestHome _home = new();
    string Treasure => Path.Combine(_home.Work, "treasure");

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("events.ndjson")]
    [InlineData("run.json")]
    [InlineData("result.json")]
    [InlineData("cleanup.json")]
    [InlineData("exit_code")]
    [InlineData("worker.json")]
    [InlineData("worker.pid")]
    [InlineData("heartbeat.json")]
    [InlineData("run.lock")]
    [InlineData("stop.json")]
    [InlineData("reserve")]
    [InlineData("deadletter.ndjson")]
    [InlineData("run.json.stage")]
    [InlineData("result.json.stage")]
    [InlineData("logs/cancel.log")]
    [InlineData("logs/worker.log")]
    [InlineData("logs/main.1.out")]
    [InlineData("logs/repair.log")]
    [InlineData("worker.lock")]
    [InlineData("logs")]
    [InlineData("sessions")]
    [InlineData("generations")]
    public void is_written_through_by_nobody(string name)
    {
        var id = _home.Start("--", "sleep", "600");
        var worker = _home.WorkerOf(id);
        var (place, isFolder) = (_home.FileOf(id, name), name is "logs" or "sessions" or "generations");
        if (Directory.Exists(place)) Directory.Move(place, Path.Combine(_home.Work, "aside"));
        File.WriteAllText(Treasure, "gold");
        Directory.CreateDirectory(Treasure + "s");
        if (!isFolder) File.Delete(place);
        File.CreateSymbolicLink(place, isFolder ? Treasure + "s" : Treasure);

        foreach (var line in new[] { new[] { "get", id }, ["logs", id], ["note", "--run", id, "x"], ["stop", id, "--grace", "1"], ["repair", id], ["sweep"] }) _home.Mill(line);
        Libc.Signal(worker, Libc.Kill);
        _home.Mill("repair", id);
        _home.Mill("rm", id, "--force");

        Assert.Equal("gold", File.ReadAllText(Treasure));
        Assert.True(Directory.Exists(Treasure + "s"));
    }

    [Theory]
    [InlineData("active")]
    [InlineData("runs")]
    public void in_the_place_of_a_marker_or_of_the_run_leads_nowhere(string where)
    {
        var id = _home.RunToEnd("--", "true").Text("id")!;
        Directory.CreateDirectory(Treasure);
        File.WriteAllText(Path.Combine(Treasure, "run.json"), _home.Text(id, "run.json"));
        var path = Path.Combine(_home.Home, where, id);
        if (where == "runs") Directory.Move(path, Path.Combine(_home.Work, "aside"));
        File.CreateSymbolicLink(path, Treasure);
        var before = Trees.Hash(Treasure);

        foreach (var verb in new[] { "get", "stop", "repair", "resume", "logs", "rm" }) _home.Mill(verb, id);

        Assert.Equal(before, Trees.Hash(Treasure));
    }
}
