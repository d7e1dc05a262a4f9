using System.Text.Json;

namespace Mill.Tests.EndToEnd;

/// <summary>What <c>--json</c> promises: these names, null for what is not yet, nothing else on standard output.</summary>
public sealed class The_json : IDisposable
{
    static readonly string[] s_run =
    [
        "id", "name", "status", "effectiveStatus", "mismatch", "health", "healthReason", "reason", "message", "exitCode", "signal",
        "createdAt", "startedAt", "endedAt", "durationMs", "generation", "parentId", "depth", "tags", "directory", "workingDirectory",
        "command", "arguments", "program", "queue", "worker", "heartbeat", "progress", "note", "notedAt", "questions", "tasks", "revision",
    ];

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void of_a_run_that_lives_has_every_name()
    {
        var run = _home.Mill("start", "--json", "--", "sleep", "600").Expect(0).Json;

        Has(run, s_run);
        Has(run.At("worker"), ["pid", "startTime", "bootId", "host", "version"]);
        Has(run.At("tasks.0"), ["name", "status", "attempts", "exitCode", "reason"]);
        Assert.All(new[] { "exitCode", "endedAt", "reason", "signal", "parentId", "name", "program" }, name => Assert.True(run.IsNull(name), name));
        Assert.Equal(_home.Folder(run.Text("id")!), run.Text("directory"));
        Assert.Equal(_home.Work, run.Text("workingDirectory"));
        Until.True(() => _home.Get(run.Text("id")!) is var later && !later.IsNull("heartbeat"), TimeSpan.FromSeconds(60), "a heartbeat");
        Has(_home.Get(run.Text("id")!).At("heartbeat"), ["at", "ageMs", "rssMb", "childRssMb", "lastActivityAt"]);
    }

    [Fact]
    public void is_the_same_of_get_ls_and_wait()
    {
        var id = _home.StartScript("exit 4");
        _home.Ended(id);
        var waited = _home.Mill("wait", id, "--json").Expect(3).Json;
        var listed = _home.Mill("ls", "--json").Expect(0).Json;
        var got = _home.Mill("get", id, "--json").Expect(0).Json;

        Assert.All(new[] { waited, listed[0], got }, one => Has(one, s_run));
        Assert.All(new[] { waited, listed[0] }, one => Assert.Equal((got.Text("status"), got.Text("exitCode"), got.Text("revision")), (one.Text("status"), one.Text("exitCode"), one.Text("revision"))));
        Assert.Equal(_home.Mill("status", id, "--json").Json.Text("id"), id);
        Assert.Equal(got.GetRawText(), _home.Get(id).GetRawText()); // The other tests ask the library.
    }

    [Fact]
    public void of_a_stop_and_a_repair_has_every_name()
    {
        var id = _home.Start("--", "sleep", "600");
        Has(_home.Stop(id), ["id", "status", "alreadyTerminal", "termSent", "killSent", "survivors", "mechanism"]);
        Has(_home.Repair(id), ["id", "verdict", "reason", "action", "repaired", "evidence", "survivors"]);
    }

    [Fact]
    public void of_an_error_is_one_object_on_standard_output()
    {
        _home.StartScript("true");
        var answer = _home.Mill("get", "20200101-000000-abcd", "--json").Expect(1);

        Has(answer.Json.At("error"), ["code", "message", "target"]);
        Assert.Equal("20200101-000000-abcd", answer.Json.Text("error.target"));
    }

    [Fact]
    public void of_files_carries_the_version_of_the_format()
    {
        var id = _home.StartScript("true");
        _home.Ended(id);

        foreach (var name in new[] { "run.json", "result.json", "worker.json", "heartbeat.json" })
            Assert.Equal(1, _home.Read(id, name).Number("schemaVersion"));
    }

    [Fact]
    public void of_a_dead_letter_says_whose_it_is()
    {
        var id = _home.RunToEnd("--retry", "2", "--retry-delay", "0", "--", "false").Text("id")!;
        var letter = _home.Read(id, "deadletter.ndjson");

        Assert.Equal((1L, id, 1L), (letter.Number("schemaVersion"), letter.Text("runId"), letter.Number("generation")));
        Assert.Equal(("main", "main.2", 2L), (letter.Text("task"), letter.Text("spawnId"), letter.Number("attempts")));
    }

    static void Has(JsonElement thing, string[] names)
    {
        var there = thing.EnumerateObject().Select(one => one.Name).ToHashSet();
        Assert.True(there.IsSupersetOf(names), $"Missing: {string.Join(' ', names.Except(there))}\nin {thing.GetRawText()}");
    }
}
