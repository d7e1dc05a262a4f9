using Mill.Platform;
using Mill.Runs;

namespace Mill.Tests.Harness;

/// <summary>This system while another thread is just launching a process: of each lock that is taken on a file, a copy of the handle is open elsewhere.</summary>
sealed class CopiedLocks(string path) : ILocks, IDisposable
{
    readonly ILocks _locks = Current.Platform.Locks;
    readonly List<IDisposable> _copies = [];

    /// <summary>The system with these locks.</summary>
    public IPlatform Platform => OtherPlatform.With<ILocks>(this);

    public KernelLock? TryTake(string file, bool create)
    {
        var taken = _locks.TryTake(file, create);
        if (taken is not null && file == path) _copies.Add(Libc.Copy(taken.Handle));
        return taken;
    }

    public ILockPlace? TryQueue(string file) => _locks.TryQueue(file);

    public void Release(KernelLock taken) => _locks.Release(taken);

    public LockAnswer Ask(string file, FileId? expected = null) => _locks.Ask(file, expected);

    public void Dispose() => _copies.ForEach(one => one.Dispose());
}
