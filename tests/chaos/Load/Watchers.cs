namespace Mill.Chaos.Load;

/// <summary>Fifty who watch the same run, and come at different times.</summary>
static class Watchers
{
    const int Lines = 3000;

    // Something on each stream, notes in between, and an end right behind the last line.
    const string Talk = "i=0; while [ $i -lt 3000 ]; do echo out $i; echo err $i >&2; i=$((i+1)); [ $((i % 500)) = 0 ] && mill note --progress $i/3000 \"at $i\" && sleep 0.5; done; printf 'no end'";

    public static void Run(Trial trial)
    {
        using var home = new TestHome { PatienceAtEnd = TimeSpan.FromSeconds(30) };
        var many = trial.Often(12, 50);
        for (var before = 0; before < 5; before++) home.Ended(home.Start("--name", "watched", "--", "true"));
        var id = home.Start("--name", "watched", "--", "/bin/sh", "-c", Talk);
        var seen = new List<string>[many];
        var commands = Math.Max(2, many / 5);
        var watchers = Enumerable.Range(0, many).Select(number => new Thread(() =>
        {
            Thread.Sleep(number * 30);
            seen[number] = number < commands ? ByCommand(home, id) : ByLibrary(home, id);
        })).ToList();
        watchers.ForEach(watcher => watcher.Start());
        var ended = watchers.Count(watcher => watcher.Join(TimeSpan.FromMinutes(3)));
        trial.Tell($"watchers of one run, {commands} of them commands, that came to its end", $"{many}", $"{ended}");
        trial.Must(ended == many, $"{many - ended} watchers have not ended");
        var whole = seen.Count(told => told is not null && IsWhole(trial, home, id, told));
        trial.Tell($"of them saw each of {2 * Lines + 1} lines and each event exactly once, in order", $"{many}", $"{whole}");
        LoadPart.Check(trial, home);
    }

    static List<string> ByLibrary(TestHome home, string id) =>
        [.. home.Client.Watch(LoadPart.Id(id)).Select(item => item.Event is { } told ? $"event {told.Sequence}" : $"{item.Channel}:{item.Line}")];

    static List<string> ByCommand(TestHome home, string id) => [.. home.MillWith(new RunOptions { Deadline = TimeSpan.FromMinutes(3) }, "watch", id, "--json").Expect(0).Lines.Select(Jsons.Parse)
        .Select(item => item.Text("channel") == "event" ? $"event {item.Text("event.sequence")}" : $"{item.Text("channel")}:{item.Text("line")}")];

    static bool IsWhole(Trial trial, TestHome home, string id, List<string> told)
    {
        var (events, last) = (told.Where(one => one.StartsWith("event ", StringComparison.Ordinal)), home.Events(id).First(one => EventTypes.EndOf(one.Text("type")!) is not null).Number("sequence"));
        var right = events.SequenceEqual(Enumerable.Range(1, (int)last).Select(number => $"event {number}"))
            && Of(told, "out").SequenceEqual(Enumerable.Range(0, Lines).Select(line => $"out {line}").Append("no end"))
            && Of(told, "err").SequenceEqual(Enumerable.Range(0, Lines).Select(line => $"err {line}"));
        trial.Must(right, $"a watcher saw {events.Count()} of {last} events, {Of(told, "out").Count()} and {Of(told, "err").Count()} lines: {string.Join(' ', events)}");
        return right;
    }

    static IEnumerable<string> Of(List<string> told, string channel) =>
        told.Where(one => one.StartsWith($"{channel}:", StringComparison.Ordinal)).Select(one => one[(channel.Length + 1)..]);
}
