using Mill.Json;
using Mill.Retention;
using Mill.Runs;
using Mill.Store;
using Mill.Tests.Store;

namespace Mill.Tests.Retention;

/// <summary>A run that others wait for: a sweep asks so right before it takes one.</summary>
public sealed class A_run_that_is_awaited : IDisposable
{
    const int Many = 300, Asked = 100;
    static readonly RunId s_one = TestHome.Named("20250101-000000-aaaa"), s_other = TestHome.Named("20250101-000000-bbbb");

    readonly RunPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void is_so_from_when_somebody_waits_for_it_and_as_long_as_he_does()
    {
        var ended = new EndedRuns(_place.Home);
        Assert.False(ended.IsAwaited(s_one));

        var waiting = LetWait(0);
        Assert.Equal((true, false), (ended.IsAwaited(s_one), ended.IsAwaited(s_other)));

        Write(waiting, RunStatus.Running);
        Assert.False(ended.IsAwaited(s_one));
        Write(waiting, RunStatus.Pending); // It was resumed.
        Assert.True(ended.IsAwaited(s_one));
    }

    [Fact]
    public void may_be_so_while_another_one_is_just_being_started()
    {
        var ended = new EndedRuns(_place.Home);
        _place.Home.Mark(s_other);
        Assert.True(ended.IsAwaited(s_one));
        Directory.CreateDirectory(_place.Home.Run(s_other).Path);
        Assert.True(ended.IsAwaited(s_one));

        // Whoever was killed in its beginning is nobody's reason to keep everything.
        File.SetLastWriteTimeUtc(Path.Combine(_place.Home.Path, "active", s_other.Text), DateTime.UtcNow.AddMinutes(-2));
        Assert.False(ended.IsAwaited(s_one));
    }

    [Fact]
    public void is_told_from_many_others_in_little_more_than_it_takes_to_read_once_who_waits()
    {
        var waiting = Enumerable.Range(0, Many).Select(LetWait).ToList();
        Ask(times: 1); // What is compiled first is not to count.

        var reading = Spent(() => waiting.ForEach(id => _place.Home.Run(id).ReadSnapshot()));
        var asking = Enumerable.Range(0, 3).Min(_ => Spent(() => Ask(Asked)));

        Assert.True(asking < Asked / 4 * reading, $"{asking.TotalMilliseconds} ms, and {reading.TotalMilliseconds} ms to read them");
    }

    void Ask(int times)
    {
        var ended = new EndedRuns(_place.Home);
        for (var time = 0; time < times; time++) Assert.False(ended.IsAwaited(s_other));
    }

    // By the processor's time of this thread alone: the machine may have much else to do.
    static TimeSpan Spent(Action act)
    {
        var before = Libc.TimeOfThisThread();
        act();
        return Libc.TimeOfThisThread() - before;
    }

    RunId LetWait(int number)
    {
        var id = TestHome.Named($"{DateTimeOffset.UnixEpoch.AddSeconds(number):yyyyMMdd-HHmmss}-aaaa");
        Directory.CreateDirectory(_place.Home.Run(id).Path);
        _place.Home.Mark(id);
        Write(id, RunStatus.Pending);
        return id;
    }

    void Write(RunId id, RunStatus status)
    {
        var (folder, model) = (_place.Home.Run(id), _place.Run.ReadSnapshot().Value!);
        var record = model with { Id = id.Text, Status = status, Spec = model.Spec with { Queue = new RunQueue { After = [s_one.Text] } } };
        folder.Json.Write(folder[FileNames.Snapshot], record, Forms.Of);
    }
}
