using Mill.Runs;

namespace Mill.Platform;

/// <summary>Processes, seen from outside.</summary>
internal interface IProcesses
{
    /// <summary>This process.</summary>
    ProcessIdentity Self { get; }
    /// <summary>What is known of a pid; null when there is none.</summary>
    ProcessFacts? Look(int pid);
    /// <summary>Whether a process is there: <c>Yes</c>, <c>No</c> (gone, a zombie without threads, or its pid is another's now),
    /// <c>Unknown</c> (another machine, another set of pids).</summary>
    Liveness.Sign IsAlive(ProcessIdentity process);
    /// <summary>A handle on exactly that process, which cannot be recycled; null when it is gone or not of this machine.</summary>
    ProcessHandle? Open(ProcessIdentity process);
    /// <summary>Every process below one, by parent pids, with no one below a process that the predicate stops at (that one is left out too).</summary>
    IReadOnlyList<ProcessFacts> Descendants(int pid, Func<ProcessFacts, bool>? stopAt = null);
    /// <summary>Every process whose environment says that it belongs to a run: exactly these two variables, the folder's owner,
    /// our set of pids, started no earlier than the run (timestamps of the boot clock, in milliseconds); and where the system has
    /// it, everybody who has inherited the run's mark, the dead too. Each is told of the moment it is seen.</summary>
    IReadOnlyList<ProcessFacts> Marked(string runId, string runFolder, UserId owner, long notBeforeBootMs, Action<ProcessFacts>? onSight = null);
    /// <summary>Whether a process carries either mark of a run, whoever its user is.</summary>
    bool IsMarked(int pid, string runId, string runFolder);
    /// <summary>Ends everybody in the process group of one who has inherited the run's mark, unless one of those to be spared is in it;
    /// false where that cannot be done.</summary>
    bool TryEndGroup(ProcessIdentity member, string runId, string runFolder, IReadOnlyCollection<int> spared) => false;
    /// <summary>Whether it is shown what a process has a file open for.</summary>
    bool TellsWriters => false;
    /// <summary>Whether a process has any of these files open to write (where that is not shown: open at all); false where nothing is shown.</summary>
    bool WritesTo(int pid, IReadOnlyCollection<string> files);
    /// <summary>The values of some variables of a process's environment as it started; null when they cannot be read.
    /// Where the main thread is gone, another thread's is read.</summary>
    IReadOnlyDictionary<string, string>? Environment(int pid, params string[] names);
    /// <summary>Processes that have any of these files open, ours left out.</summary>
    IReadOnlyList<ProcessFacts> HoldersOf(IReadOnlyCollection<string> files);
    /// <summary>The unit of the system's own that this process is in, with which it is ended; null where it is in none.</summary>
    string? Unit => null;
    /// <summary>This process's ancestors, nearest first.</summary>
    IReadOnlyList<ProcessIdentity> Ancestors();
    /// <summary>Whether a process that was asked to end has not even taken notice; false where that cannot be told.</summary>
    bool IsDeaf(ProcessIdentity process);
    /// <summary>The soft limit of open files that our caller had; null where it is ours.</summary>
    long? CallersOpenFilesLimit();
    /// <summary>How many bytes arguments and environment may take together, and one of them alone.</summary>
    (long Together, long One) ArgumentLimits();
    /// <summary>The bytes of our own arguments as the system has them; null where text cannot differ from them.</summary>
    IReadOnlyList<byte[]>? RawArguments();
    /// <summary>Our own environment as we were started with it, <c>NAME=value</c> as bytes; null where that cannot be told.</summary>
    IReadOnlyList<byte[]>? RawEnvironment();
}

/// <summary>What is known of a process.</summary>
internal sealed record ProcessFacts
{
    /// <summary>Who it is.</summary>
    public required ProcessIdentity Identity { get; init; }
    /// <summary>Its parent.</summary>
    public int ParentPid { get; init; }
    /// <summary>Its session.</summary>
    public int SessionId { get; init; }
    /// <summary>Its name.</summary>
    public required string Name { get; init; }
    /// <summary>Its state, one letter; Z and X with no other thread mean dead.</summary>
    public char State { get; init; }
    /// <summary>How many threads it has.</summary>
    public int Threads { get; init; }
    /// <summary>When it started, milliseconds of the boot clock.</summary>
    public long StartedAtBootMs { get; init; }
    /// <summary>All of its memory that is resident, in bytes.</summary>
    public long ResidentBytes { get; init; }
    /// <summary>The part of it that is its own, in bytes.</summary>
    public long AnonymousBytes { get; init; }
    /// <summary>Whether it is over: a zombie with no thread left.</summary>
    public bool IsDead => State is 'Z' or 'X' or 'x' && Threads <= 1;
}

/// <summary>What Mill sends to processes.</summary>
internal enum StopSignal
{
    /// <summary>Please end.</summary>
    Term,
    /// <summary>End.</summary>
    Kill,
    /// <summary>Go on, if stopped.</summary>
    Continue,
    /// <summary>Stand still.</summary>
    Pause,
}

/// <summary>What came of a signal.</summary>
internal enum SignalResult
{
    /// <summary>It arrived.</summary>
    Sent,
    /// <summary>The process was gone.</summary>
    Gone,
    /// <summary>The system said no.</summary>
    NotPermitted,
    /// <summary>That process cannot be told so on this system.</summary>
    NotPossible,
}

/// <summary>A handle on one process that can never mean another.</summary>
internal abstract class ProcessHandle(ProcessIdentity identity) : IDisposable
{
    /// <summary>Who it is.</summary>
    public ProcessIdentity Identity { get; } = identity;
    /// <summary>Whether it is over.</summary>
    public abstract bool HasExited { get; }
    /// <summary>Sends it a signal; the identity is looked at again right before.</summary>
    public abstract SignalResult Send(StopSignal signal);
    /// <summary>Waits until it is over; false when it is not in time.</summary>
    public abstract bool WaitForExit(TimeSpan timeout, CancellationToken stop = default);
    /// <summary>Lets go of the handle.</summary>
    public abstract void Dispose();
}
