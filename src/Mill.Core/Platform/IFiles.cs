using Microsoft.Win32.SafeHandles;
using Mill.Runs;

namespace Mill.Platform;

/// <summary>
/// Files and folders. Failures are <see cref="IOException"/> with the path in the message (<see cref="DiskFullException"/>
/// for a full disk or quota, <see cref="UnauthorizedAccessException"/> for lack of permission).
/// Nothing here follows a link in the last place or waits on a FIFO.
/// </summary>
internal interface IFiles
{
    /// <summary>Opens a regular file to read; null when there is none; <see cref="NotAFileException"/> for anything else in its place.</summary>
    SafeFileHandle? TryOpenToRead(string path);
    /// <summary>Makes a file that is not there yet, readable by its owner alone whatever the umask.</summary>
    SafeFileHandle CreateNew(string path);
    /// <summary>Opens a regular file to append whole writes to, for its owner alone; makes it when missing.</summary>
    SafeFileHandle OpenToAppend(string path);
    /// <summary>Opens a regular file to read and write in place, for its owner alone; makes it when missing.</summary>
    SafeFileHandle OpenToUpdate(string path);
    /// <summary>Reads at an offset until the span is full or the file ends; how many bytes it were.</summary>
    int ReadAt(SafeFileHandle file, Span<byte> into, long offset);
    /// <summary>Writes everything at an offset.</summary>
    void WriteAt(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);
    /// <summary>Writes everything at the end of a file that was opened to append, in one write where the disk allows.</summary>
    void Append(SafeFileHandle file, ReadOnlySpan<byte> bytes);
    /// <summary>Makes a folder for its owner alone whatever the umask; false when something is there already.</summary>
    bool TryCreateFolder(string path);
    /// <summary>Puts one file in another's place, never with a moment in which neither is there.</summary>
    void Replace(string staged, string target);
    /// <summary>Whether a folder can be moved while something in it is open.</summary>
    bool MovesFoldersInUse { get; }
    /// <summary>Moves a file or folder to a name that is not taken.</summary>
    void Move(string from, string to);
    /// <summary>Waits until what was written is on the disk.</summary>
    void Sync(SafeFileHandle file);
    /// <summary>Removes a file or link; false when there is none.</summary>
    bool Delete(string path);
    /// <summary>Removes a folder and all below it, following nothing.</summary>
    void DeleteTree(string path);
    /// <summary>What is at a path, links not followed; null when nothing is.</summary>
    FileFacts? Look(string path);
    /// <summary>What a handle is open on.</summary>
    FileFacts Look(SafeFileHandle file);
    /// <summary>Whose it is; null when nothing is there. Links are not followed.</summary>
    UserId? OwnerOf(string path);
    /// <summary>Whether everybody may write to a file, or put something into a folder.</summary>
    bool IsOpenToAll(string path);
    /// <summary>Why somebody else than this user or the system's administrator may have written what an open file holds; null where nobody can have.</summary>
    string? Distrust(SafeFileHandle file, string path);
    /// <summary>The names in a folder, in no order; empty when it is missing.</summary>
    IEnumerable<string> Names(string folder);
    /// <summary>Cuts a file back to a size.</summary>
    void Cut(SafeFileHandle file, long size);
    /// <summary>Gives the blocks of a stretch back to the disk; the file's size stays. False when the file system cannot.</summary>
    bool GiveBack(SafeFileHandle file, long offset, long length);
    /// <summary>Where data goes on at or after an offset, holes skipped; null when there is only a hole to the end.</summary>
    long? NextData(SafeFileHandle file, long offset);
    /// <summary>What the file system below a path can do.</summary>
    FileSystemFacts FileSystem(string path);
    /// <summary>Lets its owner, and nobody else, read, write and run a file that was written and closed. Waits a while for whoever
    /// has it open to write still, such as a process that another thread is just launching: until then it cannot be run.</summary>
    void LetRun(string path);
    /// <summary>The path without any link in it; null when it leads to nothing that this user can see.</summary>
    string? RealPath(string path);
    /// <summary>Whether this user may run the file as a program.</summary>
    bool MayExecute(string path);
    /// <summary>Whether this user may enter the folder.</summary>
    bool MayEnter(string path);
}

/// <summary>What kind of thing a path is.</summary>
internal enum FileKind { File, Folder, Link, Other }

/// <summary>What is known of a file.</summary>
internal readonly record struct FileFacts(
    FileKind Kind, FileId Id, long Size, long DiskBytes, DateTimeOffset ModifiedAt);

/// <summary>What a file system can do.</summary>
/// <param name="Name">Its kind, for people.</param>
/// <param name="HasLocks">Whether locks on it can be trusted: false on network and foreign file systems.</param>
/// <param name="FreeBytes">How much room this user has.</param>
/// <param name="RunsPrograms">Whether a program may be run from it at all.</param>
internal sealed record FileSystemFacts(string Name, bool HasLocks, long FreeBytes, bool RunsPrograms);

/// <summary>A link, FIFO, folder or device is where a file should be.</summary>
internal sealed class NotAFileException(string path, string what) : IOException($"{path} is {what}, not a file.");

/// <summary>The disk or the quota is full.</summary>
internal sealed class DiskFullException(string path) : IOException($"There is no room left to write {path}.");
