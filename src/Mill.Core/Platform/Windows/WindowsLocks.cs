using Microsoft.Win32.SafeHandles;
using Mill.Liveness;
using Mill.Runs;

namespace Mill.Platform.Windows;

/// <summary>
/// Locks by share mode: who holds one has the file open to write and lets nobody else. They go with the last copy of the handle,
/// also one that another process has got. Asking tries to open the file to write, and lets everybody else.
/// </summary>
internal sealed unsafe class WindowsLocks : ILocks
{
    const uint Access = FileRights.Read | FileRights.WriteData;
    const uint LetRead = FileShares.Read | FileShares.Delete;
    const int Attempts = 200;

    public KernelLock? TryTake(string path, bool create)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (TryOpen(path, create) is not { } handle)
            {
                // Somebody holds it, or only asks, and is gone in a moment.
                if (Probe(path) == Win32Error.SharingViolation) return null;
                Kernel32.Sleep((uint)(attempt % 2));
                continue;
            }
            var file = IdOf(handle);
            if (file is { } held && Current.Platform.Files.Look(path)?.Id == held) return new KernelLock(handle, held);
            handle.Dispose();
        }
        return null;
    }

    public ILockPlace? TryQueue(string path) =>
        WindowsOpening.TryOpen(path, FileRights.Read) is { } handle ? WindowsLockQueue.Join(handle) : null;

    // No other process ever has a copy of a lock's handle but the worker that it was meant for.
    public void Release(KernelLock taken) => taken.Dispose();

    public LockAnswer Ask(string path, FileId? expected = null)
    {
        try
        {
            return Current.Platform.Files.Look(path) switch
            {
                null => CannotTell($"{path} is missing"),
                { Kind: FileKind.Folder } => CannotTell($"{path} is a folder, not a file"),
                { Kind: FileKind.Link } => CannotTell($"{path} is a link, not a file"),
                { Kind: FileKind.Other } => CannotTell($"{path} is a pipe or device, not a file"),
                { Id: var id } when expected is { } one && one != id => CannotTell($"{path} is another file than the one that was locked"),
                _ when Volumes.WithoutLocks(path) is { } name => CannotTell($"locks on {name} cannot be trusted"),
                _ => Answer(Probe(path), path),
            };
        }
        catch (UnauthorizedAccessException denied) { return CannotTell(denied.Message); }
        catch (IOException unreadable) { return CannotTell(unreadable.Message); }
    }

    static LockAnswer Answer(int error, string path) => error switch
    {
        0 => new(Sign.No, null),
        Win32Error.SharingViolation => new(Sign.Yes, null),
        _ => CannotTell(WindowsFailure.Of(error, "asked", path).Message),
    };

    static int Probe(string path)
    {
        using var handle = Kernel32.OpenFile(LongPath.Of(path), FileRights.WriteData, FileShares.All, null, Openings.Existing, Openings.ItselfIfLink, 0);
        return handle.IsInvalid ? WindowsFailure.Last : 0;
    }

    static LockAnswer CannotTell(string reason) => new(Sign.Unknown, reason);

    static SafeFileHandle? TryOpen(string path, bool create)
    {
        try
        {
            return create ? WindowsOpening.OpenOrCreate(path, Access, LetRead)
                : WindowsOpening.TryOpen(path, Access, LetRead) ?? throw WindowsFailure.Of(Win32Error.FileNotFound, "locked", path);
        }
        catch (IOException e) when (e.HResult == Win32Error.SharingViolation)
        {
            return null;
        }
    }

    static FileId? IdOf(SafeFileHandle handle)
    {
        RawFileFacts facts;
        return Kernel32.Look(handle, &facts) != 0 ? facts.Id : null;
    }
}
