using Microsoft.Win32.SafeHandles;
using Mill.Runs;

namespace Mill.Platform;

/// <summary>This process as the supervisor of a tree: orphans below it come to it, and it hears of every end and signal.</summary>
internal interface ISupervisor : IDisposable
{
    /// <summary>By what means the tree is held together, in a word.</summary>
    string Mechanism { get; }
    /// <summary>Whether everybody in the tree is in one container from the start, so that <see cref="KillContained"/> ends them all.</summary>
    bool ContainsAll { get; }
    /// <summary>Of how many launched processes the ends can be waited for at the same time.</summary>
    int MostAtOnce { get; }
    /// <summary>Gives what is launched, and whatever comes of that, the mark of a run, where the system has one that cannot be shed by accident.</summary>
    void Mark(string runId, string runFolder);
    /// <summary>Prepares limits for what is launched next, and says by what means they are held.</summary>
    LimitsInForce? Limit(long? memoryBytes, double? processors);
    /// <summary>Launches a process in a session of its own. Fails with <see cref="MillError.SpawnFailed"/> and the system's reason.</summary>
    ProcessIdentity Launch(ProcessLaunch launch);
    /// <summary>Waits for the next thing that happens; null when nothing does in time. A null timeout waits for ever.</summary>
    Happening? Wait(TimeSpan? timeout);
    /// <summary>What the processes that were launched and have ended used, and those they had waited for.</summary>
    Usage UsageSoFar();
    /// <summary>Does not count a process that was adopted and is no part of the tree, such as the worker of a run inside it.</summary>
    void LeaveOutOfUsage(int pid);
    /// <summary>Ends everything in the container that holds the tree or its limits at once; false where there is none, or somebody in it is to
    /// be spared. Of one process that was launched, only its own container counts.</summary>
    bool KillContained(Func<ProcessFacts, bool> isSpared, ProcessIdentity? launched = null);
    /// <summary>Lets what is left of the tree live on when this process ends.</summary>
    void LetGo();
    /// <summary>Whether the kernel ended processes for want of memory within the limits of one that was launched.</summary>
    bool WasOutOfMemory(ProcessIdentity launched);
    /// <summary>Gives back what held the limits of one that was launched: it and all that it left have ended.</summary>
    void Forget(ProcessIdentity launched);
}

/// <summary>What a process is launched with. Standard input is at its end; nothing else is handed on.</summary>
internal sealed record ProcessLaunch
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }
    /// <summary>What it is told its name is, and its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }
    /// <summary>Its environment, all of it, as <c>NAME=value</c>.</summary>
    public required IReadOnlyList<string> Environment { get; init; }
    /// <summary>The folder that it starts in.</summary>
    public required string WorkingDirectory { get; init; }
    /// <summary>Where its standard output goes.</summary>
    public required SafeFileHandle Out { get; init; }
    /// <summary>Where its standard error goes; may be the same.</summary>
    public required SafeFileHandle Err { get; init; }
    /// <summary>Its soft limit of open files.</summary>
    public long? OpenFilesLimit { get; init; }
}

/// <summary>Something that a supervisor hears of.</summary>
internal abstract record Happening
{
    /// <summary>A child, launched or adopted, has ended and was waited for.</summary>
    /// <param name="Pid">Its pid.</param>
    /// <param name="ExitCode">Its exit code; null where a signal ended it.</param>
    /// <param name="Signal">That signal.</param>
    /// <param name="SignalNumber">Its number.</param>
    /// <param name="CoreDumped">Whether it left its memory in a file.</param>
    /// <param name="Usage">What it used, with those that it had waited for; null where that cannot be told.</param>
    internal sealed record Exited(int Pid, int? ExitCode, string? Signal, int? SignalNumber, bool CoreDumped, Usage? Usage = null) : Happening;
    /// <summary>Somebody sent this process a signal; harmless ones are not told.</summary>
    /// <param name="Name">What the system calls it.</param>
    /// <param name="FromPid">Who, where that can be told.</param>
    /// <param name="FromUser">Which user, by number.</param>
    /// <param name="AsksToEnd">Whether it asks this process to end.</param>
    internal sealed record Signalled(string Name, int? FromPid, int? FromUser, bool AsksToEnd) : Happening;
}
