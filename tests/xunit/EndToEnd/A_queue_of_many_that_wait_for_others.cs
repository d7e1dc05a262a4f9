using Mill.Queue;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.EndToEnd;

/// <summary>A queue in which very many wait for other runs: whoever looks at it holds its lock meanwhile.</summary>
public sealed class A_queue_of_many_that_wait_for_others : IDisposable
{
    const int Many = 1000;
    readonly TestHome _home = new();

    public void Dispose()
    {
        Directory.Delete(Path.Combine(_home.Home, "queues", ".after"), recursive: true); // None of them is to be told of the end of the others.
        _home.Dispose();
    }

    [Theory]
    [InlineData("each for the one before it")]
    [InlineData("all for one")]
    public void is_gone_through_in_little_more_than_it_takes_to_read_them(string how)
    {
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        var first = _home.Start("--queue", "q", "--", "true");
        var ids = LetWait(_home.Start("--after", first, "--", "true"), first, how == "all for one");
        var queue = new QueueFolder(_home.AsFolder, ".after");
        Assert.Equal(Many + 1, queue.Waits().Count);
        GoThrough(queue); // What is compiled first is not to count.

        var reading = Spent(() => ids.ForEach(id => _home.AsFolder.Run(TestHome.Named(id)).Require()));
        var looking = Spent(() => GoThrough(queue));

        Assert.True(looking < 5 * reading, $"{looking.TotalMilliseconds} ms, and {reading.TotalMilliseconds} ms to read them");
    }

    static void GoThrough(QueueFolder queue)
    {
        var turn = Turn.TakeIfThere(queue, new HashSet<RunId>(), LockedQueue.UsualPatience)!;
        Assert.Equal((0, 0, 0), (turn.Admitted.Count, turn.Refused.Count, turn.Broken.Count));
    }

    // By the processor's time of this thread alone: the machine may have much else to do.
    static TimeSpan Spent(Action act)
    {
        var before = Libc.TimeOfThisThread();
        act();
        return Libc.TimeOfThisThread() - before;
    }

    // The same run as often as that, with other names.
    List<string> LetWait(string model, string first, bool allForOne)
    {
        var files = Directory.EnumerateFiles(_home.Folder(model)).ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText);
        var place = Path.Combine(_home.Home, "queues", ".after", "waiting");
        var marker = Path.GetFileName(Assert.Single(Directory.EnumerateFiles(place)));
        var (ids, before) = (new List<string>(), first);
        for (var number = 0; number < Many; number++)
        {
            var id = $"{DateTimeOffset.UnixEpoch.AddSeconds(number):yyyyMMdd-HHmmss}-aaaa";
            Directory.CreateDirectory(_home.Folder(id));
            foreach (var (name, text) in files) File.WriteAllText(_home.FileOf(id, name), text.Replace(first, before).Replace(model, id));
            File.WriteAllText(Path.Combine(place, marker.Replace(model, id)), "");
            ids.Add(id);
            if (!allForOne) before = id;
        }
        return ids;
    }
}
