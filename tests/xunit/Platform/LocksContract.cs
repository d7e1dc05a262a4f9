using Mill.Liveness;
using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>What locks must do on every system; that they are inherited is shown where workers are launched.</summary>
public abstract class LocksContract : IDisposable
{
    readonly Folder _folder = new();
    readonly ILocks _locks = Current.Platform.Locks;

    private protected string Path => _folder["lock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lock_is_one_holders_until_given_back()
    {
        var taken = _locks.TryTake(Path, create: true)!;
        Assert.Null(_locks.TryTake(Path, create: true));
        Assert.Null(_locks.TryTake(Path, create: false));
        _locks.Release(taken);
        using var again = _locks.TryTake(Path, create: false);
        Assert.NotNull(again);
    }

    [Fact]
    public void Taking_makes_the_file_only_when_asked_to()
    {
        Assert.Throws<FileNotFoundException>(() => _locks.TryTake(Path, create: false));
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void Asking_says_held_or_free()
    {
        var taken = _locks.TryTake(Path, create: true)!;
        Assert.Equal(new LockAnswer(Sign.Yes, null), _locks.Ask(Path));
        _locks.Release(taken);
        Assert.Equal(new LockAnswer(Sign.No, null), _locks.Ask(Path));
    }

    [Fact]
    public async Task Asking_takes_nothing()
    {
        _locks.Release(_locks.TryTake(Path, create: true)!);
        var stop = new CancellationTokenSource();
        var asking = Task.Run(() => { while (!stop.IsCancellationRequested) _locks.Ask(Path); });
        for (var attempt = 0; attempt < 2000; attempt++)
        {
            var taken = _locks.TryTake(Path, create: false);
            Assert.NotNull(taken);
            _locks.Release(taken);
        }
        stop.Cancel();
        await asking;
    }

    [Fact]
    public void A_missing_file_cannot_tell_and_is_not_made()
    {
        CannotTell("missing");
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void Another_file_than_the_expected_one_cannot_tell()
    {
        _folder.NeedsNamesToGoAtOnce();
        using var held = _locks.TryTake(Path, create: true)!;
        Current.Platform.Files.Delete(Path);
        _folder.File("lock");
        var answer = _locks.Ask(Path, held.File);
        Assert.Equal(Sign.Unknown, answer.Held);
        Assert.Contains("another file", answer.Reason);
        Assert.Equal(Sign.No, _locks.Ask(Path).Held);
    }

    [Fact]
    public void What_is_no_file_cannot_tell()
    {
        Directory.CreateDirectory(Path);
        CannotTell("folder");
        Directory.Delete(Path);
        _folder.NeedsLinks();
        File.CreateSymbolicLink(Path, _folder.File("target"));
        CannotTell("link");
    }

    [Fact]
    public void A_held_lock_knows_its_file()
    {
        using var held = _locks.TryTake(Path, create: true)!;
        Assert.Equal(Current.Platform.Files.Look(Path)!.Value.Id, held.File);
    }

    [Fact]
    public async Task A_lock_that_was_waited_for_is_never_had_on_a_file_that_has_lost_its_name()
    {
        var (inside, together, taken) = (0, 0, 0);
        void Contend()
        {
            while (Volatile.Read(ref taken) < 500)
            {
                using var held = _locks.TryTake(Path, create: true);
                if (held is null) continue;
                if (Interlocked.Increment(ref inside) > 1) Interlocked.Increment(ref together);
                Interlocked.Increment(ref taken);
                Thread.SpinWait(2000);
                Interlocked.Decrement(ref inside);
                Current.Platform.Files.Delete(Path);
            }
        }
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(Contend))).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, together);
    }

    private protected void CannotTell(string reason)
    {
        var answer = _locks.Ask(Path);
        Assert.Equal(Sign.Unknown, answer.Held);
        Assert.Contains(reason, answer.Reason);
    }
}
