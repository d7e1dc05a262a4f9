using System.Diagnostics;
using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>What waiting for changes must do on every system.</summary>
public abstract class ChangesContract : IDisposable
{
    static readonly TimeSpan s_long = TimeSpan.FromSeconds(20), s_short = TimeSpan.FromMilliseconds(60);

    readonly Folder _folder = new();

    private protected IChanges Watch(params string[] folders) =>
        Current.Platform.Watch(folders.Length > 0 ? folders : [_folder.Root]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Time_is_up_when_nothing_happens()
    {
        using var changes = Watch();
        Assert.Equal(Waking.TimeUp, changes.Wait(null, s_short));
    }

    [Fact]
    public void A_change_before_the_wait_is_not_lost()
    {
        using var changes = Watch();
        _folder.File("file");
        Assert.Equal(Waking.Changed, changes.Wait(null, s_long));
    }

    [Fact]
    public void Appending_replacing_and_removing_are_changes()
    {
        _folder.File("file");
        using var changes = Watch();
        Action[] acts =
        [
            () => File.AppendAllText(_folder["file"], "more"),
            () => File.Move(_folder.File("staged"), _folder["file"], overwrite: true),
            () => File.Delete(_folder["file"]),
        ];
        foreach (var act in acts)
        {
            Drain(changes);
            act();
            Assert.Equal(Waking.Changed, changes.Wait(null, s_long));
        }
    }

    [Fact]
    public async Task A_change_during_the_wait_ends_it()
    {
        using var changes = Watch();
        var waiting = Task.Run(() => changes.Wait(null, s_long));
        Until.Stays(() => !waiting.IsCompleted, s_short, "the wait goes on");
        _folder.File("file");
        Assert.Equal(Waking.Changed, await waiting);
    }

    [Fact]
    public void Each_of_several_folders_is_heard()
    {
        var (one, other) = (Directory.CreateDirectory(_folder["one"]).FullName, Directory.CreateDirectory(_folder["other"]).FullName);
        using var changes = Watch(one, other);
        foreach (var name in new[] { "one/file", "other/file" })
        {
            _folder.File(name);
            Assert.Equal(Waking.Changed, changes.Wait(null, s_long));
            Drain(changes);
        }
    }

    [Fact]
    public void Everybody_who_watches_a_folder_hears_and_goes_on_hearing_when_another_leaves()
    {
        using var first = Watch();
        var second = Watch();
        _folder.File("one");
        Assert.Equal(Waking.Changed, first.Wait(null, s_long));
        Assert.Equal(Waking.Changed, second.Wait(null, s_long));
        second.Dispose();
        Drain(first);
        _folder.File("two");
        Assert.Equal(Waking.Changed, first.Wait(null, s_long));
    }

    [Fact]
    public async Task The_end_of_a_process_ends_the_wait()
    {
        using var child = Process.Start(new ProcessStartInfo(Places.Dummy, ["sleep"]))!;
        using var handle = Current.Platform.Processes.Open(Current.Platform.Processes.Look(child.Id)!.Identity)!;
        using var changes = Watch();
        var waiting = Task.Run(() => changes.Wait(handle, s_long));
        Until.Stays(() => !waiting.IsCompleted, s_short, "the wait goes on");
        child.Kill();
        Assert.Equal(Waking.ProcessEnded, await waiting);
    }

    [Fact]
    public void Cancelling_ends_the_wait_at_once()
    {
        using var changes = Watch();
        using var stop = new CancellationTokenSource(s_short);
        var clock = Stopwatch.StartNew();
        Assert.Equal(Waking.TimeUp, changes.Wait(null, s_long, stop.Token));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, s_long / 2);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_looked_at_again_and_again()
    {
        using var changes = Watch(_folder["missing"]);
        Assert.Equal(Waking.Changed, changes.Wait(null, s_long));
        Assert.Equal(Waking.TimeUp, changes.Wait(null, TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void A_folder_that_goes_away_is_a_change_and_is_looked_at_again_and_again()
    {
        _folder.NeedsNamesToGoAtOnce();
        var folder = Directory.CreateDirectory(_folder["folder"]).FullName;
        using var changes = Watch(folder);
        Directory.Delete(folder);
        for (var time = 0; time < 4; time++) Assert.Equal(Waking.Changed, changes.Wait(null, s_long));
    }

    [Fact]
    public async Task Many_may_come_and_go_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() =>
        {
            var own = Directory.CreateDirectory(_folder[$"own-{number}"]).FullName;
            for (var round = 0; round < 100; round++)
            {
                using var changes = Watch(own);
                File.WriteAllText(Path.Combine(own, "file"), "x");
                Assert.Equal(Waking.Changed, changes.Wait(null, s_long));
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60));
    }

    static void Drain(IChanges changes)
    {
        while (changes.Wait(null, TimeSpan.FromMilliseconds(20)) == Waking.Changed) { }
    }
}
