using System.Diagnostics;

namespace Mill.Tests.EndToEnd;

/// <summary>How much of the past a watch tells.</summary>
public sealed class A_watch : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    Runs.WatchItem[] Seen(string id, WatchRequest request) => [.. _home.Client.Watch(_home.Client.Find(id), request)];

    static string Said(Runs.WatchItem item) => item.Line ?? item.Event!.Type;

    [Fact]
    public void tells_only_the_last_of_what_happened()
    {
        var id = _home.StartScript("echo one; echo two; exit 1");
        _home.Ended(id);

        Assert.Equal(["spawn:error", "run:failed"], Seen(id, new WatchRequest { Tail = 2 }).Select(Said));
        Assert.Equal(["two"], Seen(id, new WatchRequest { Tail = 1, Events = false }).Select(Said));
        Assert.Equal(["one", "two"], Seen(id, new WatchRequest { Tail = 9, Events = false }).Select(Said));
        Assert.Empty(Seen(id, new WatchRequest { Tail = 0 }));
    }

    [Fact]
    public void tells_everything_that_comes_however_little_of_the_past_was_wanted()
    {
        var id = _home.StartScript("echo past; while ! [ -e go ]; do sleep 0.05; done; echo next; echo last");
        Until.True(() => _home.Text(id, "logs/main.1.out") == "past\n", TimeSpan.FromSeconds(60), "the past");
        var seen = new List<string>();
        foreach (var item in _home.Client.Watch(_home.Client.Find(id), new WatchRequest { Tail = 1 }))
        {
            seen.Add(Said(item));
            File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        }

        Assert.Equal("past", seen[0]);
        Assert.Equal(["next", "last"], seen.Skip(1).Take(2));
        Assert.Equal("run:complete", seen[^1]);
    }

    [Fact]
    public void tells_only_what_is_younger()
    {
        var id = _home.StartScript("echo one");
        _home.Ended(id);
        var events = Seen(id, new WatchRequest { Io = false });
        var (now, later) = (events[^1].At!.Value, DateTimeOffset.UtcNow.AddHours(1));

        Assert.Equal(events.Length, Seen(id, new WatchRequest { Io = false, Since = events[0].At }).Length);
        Assert.Equal(events.Where(one => one.At >= now).Select(Said), Seen(id, new WatchRequest { Io = false, Since = now }).Select(Said));
        Assert.DoesNotContain("run:start", Seen(id, new WatchRequest { Io = false, Since = now }).Select(Said));
        Assert.Empty(Seen(id, new WatchRequest { Since = later }));
        File.SetLastWriteTimeUtc(_home.FileOf(id, "logs/main.1.out"), DateTime.UtcNow.AddHours(-2));
        Assert.Empty(Seen(id, new WatchRequest { Events = false, Since = later.AddHours(-2) }));
        Assert.Equal(["one"], Seen(id, new WatchRequest { Events = false, Since = later.AddHours(-4) }).Select(Said));
    }

    [Fact]
    public void C90_without_notification_of_files_tells_everything_all_the_same()
    {
        // In a set of users of its own, of which none may have a notification.
        string[] deaf = ["-Ur", "sh", "-c", "echo 0 > /proc/sys/user/max_inotify_instances && exec \"$0\" \"$@\""];
        Assert.SkipUnless(Programs.Run("/usr/bin/unshare", [.. deaf, "true"], new RunOptions()).ExitCode == 0, "No set of users of its own can be made here.");
        // The run goes on only when what it said before was told.
        var id = _home.StartScript("for n in 1 2 3; do while ! [ -e told.$n ]; do sleep 0.05; done; echo line $n; done; exit 4");
        using var watch = Programs.Start("/usr/bin/unshare", [.. deaf, Places.Mill, "watch", id, "--json"], _home.At(new RunOptions()));
        using var tooLong = new Timer(_ => watch.Kill(entireProcessTree: true), null, TimeSpan.FromSeconds(40), Timeout.InfiniteTimeSpan);
        var seen = new List<string>();
        while (watch.StandardOutput.ReadLine() is { } line)
        {
            var item = Jsons.Parse(line);
            seen.Add(item.Text("line") ?? item.Text("event.type")!);
            if (seen[^1] is "spawn:start" or "line 1" or "line 2") Tell($"told.{seen.Count(one => one.StartsWith("line")) + 1}");
        }

        Assert.True(watch.WaitForExit(10_000));
        Assert.Equal(["line 1", "line 2", "line 3"], seen.Where(one => one.StartsWith("line")));
        Assert.Equal(("run:failed", 3), (seen[^1], watch.ExitCode));
    }

    void Tell(string name, string text = "") => File.WriteAllText(Path.Combine(_home.Work, name), text);

    [Fact]
    public void of_a_long_record_reads_all_of_it_now_and_then_and_not_for_each_line()
    {
        const int lines = 50;
        // Each line is written once the one before it was told.
        var script = $"n=0; while [ $n -lt {lines} ]; do until [ -e told.$n ]; do sleep 0.01; done; echo line; n=$((n+1)); done; sleep 600";
        var tasks = Enumerable.Range(1, 2_000).Select(n => $$"""{ "name": "later-{{n}}", "command": "true", "after": "first" }""");
        Tell("plan.json", $$"""[{ "name": "first", "command": "sh", "args": ["-c", "{{script}}"] }, {{string.Join(", ", tasks)}}]""");
        var id = _home.Start("--plan", Path.Combine(_home.Work, "plan.json"));
        var (before, began, told) = (BytesRead(), Stopwatch.GetTimestamp(), 0);
        Tell("told.0");
        foreach (var _ in _home.Client.Watch(_home.Client.Find(id), new WatchRequest { Events = false }).Take(lines)) Tell($"told.{++told}");

        var looks = (BytesRead() - before) / (double)new FileInfo(_home.FileOf(id, "events.ndjson")).Length;
        Assert.Equal(lines, told);
        Assert.InRange(looks, 1, 25 + (5 * Stopwatch.GetElapsedTime(began).TotalSeconds));
    }

    // By this thread, on which a watch is gone through.
    static long BytesRead() => long.Parse(File.ReadLines("/proc/thread-self/io").First().Split(' ')[1]);

    [Fact]
    public void ends_at_once_when_cancelled()
    {
        var id = _home.StartScript("while :; do echo x; done");
        using var leaving = new CancellationTokenSource();
        var count = 0;
        foreach (var _ in _home.Client.Watch(_home.Client.Find(id), null, leaving.Token))
            if (++count == 10) leaving.Cancel();

        Assert.InRange(count, 10, 2_000_000);
    }
}
