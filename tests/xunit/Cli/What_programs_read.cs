using System.Text.Json;
using Mill.Cli.Verbs;
using Mill.Json;
using Mill.Runs;

namespace Mill.Tests.Cli;

/// <summary>The JSON of the command line: names and order are a promise.</summary>
public sealed class What_programs_read
{
    static JsonElement Element<T>(T record, Form<T> form) where T : class => Jsons.Parse(MillJson.Text(record, form));

    static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(one => one.Name)];

    [Fact]
    public void of_a_run_has_these_names_in_this_order()
    {
        var run = Element(Some.Running with
        {
            Progress = new Progress(0, 1, "main"),
            Tasks = [new TaskRecord { Name = "main", Status = TaskState.Running, Attempts = 1 }],
        }, Forms.Of);
        Assert.Equal(("id name status effectiveStatus mismatch health healthReason reason message exitCode signal createdAt startedAt "
            + "endedAt durationMs generation parentId depth tags directory workingDirectory command arguments program plan queue worker heartbeat result progress "
            + "expectedEndAt note notedAt questions limits tasks revision").Split(' '), Names(run));
        Assert.Equal(["pid", "startTime", "bootId", "host", "version"], Names(run.GetProperty("worker")));
        Assert.Equal(["at", "ageMs", "rssMb", "childRssMb", "lastActivityAt"], Names(run.GetProperty("heartbeat")));
        Assert.Equal(["done", "total", "current"], Names(run.GetProperty("progress")));
        Assert.Equal(["name", "status", "attempts", "exitCode", "reason"],
            "name status attempts exitCode reason".Split(' ').Where(name => run.GetProperty("tasks")[0].TryGetProperty(name, out _)));
    }

    [Fact]
    public void of_what_is_not_yet_is_null()
    {
        var run = Element(new Run { Id = "x", Directory = "/x" }, Forms.Of);
        foreach (var name in "name healthReason reason message exitCode signal createdAt startedAt endedAt durationMs parentId worker heartbeat progress".Split(' '))
            Assert.Equal((name, JsonValueKind.Null), (name, run.GetProperty(name).ValueKind));
        Assert.Equal(("pending", "healthy"), (run.GetProperty("effectiveStatus").GetString(), run.GetProperty("health").GetString()));
    }

    [Fact]
    public void of_a_stop_and_a_repair_has_the_promised_names()
    {
        var stop = Element(new StopOutcome { Id = "x" }, Forms.Of);
        Assert.Equal("id status alreadyTerminal termSent killSent survivors mechanism".Split(' '), Names(stop).Take(7));
        var repair = Element(
            new RepairOutcome { Id = "x", Verdict = "v", Reason = "r", Action = "none" }, Forms.Of);
        Assert.Equal("id verdict reason action repaired evidence survivors".Split(' '), Names(repair).Take(7));
    }

    [Fact]
    public void of_a_log_is_one_object_a_line_whatever_the_bytes()
    {
        var screen = new Screen();
        byte[] bytes = [.. "grün\r\n\n"u8, 0xff, .. "\x1b[0m\nrest"u8];
        new LogsVerb.LineObjects(screen.Output).Tell(new LogChunk(true, bytes, 0));
        var lines = screen.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["grün", "", "\ufffd\x1b[0m", "rest"], lines.Select(line => line.GetProperty("line").GetString()));
        Assert.All(lines, line => Assert.Equal(["stream", "line"], Names(line)));
        Assert.All(lines, line => Assert.Equal("err", line.GetProperty("stream").GetString()));
    }
}
