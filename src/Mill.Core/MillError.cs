namespace Mill;

/// <summary>What went wrong, as a word that scripts can rely on.</summary>
public enum MillError
{
    /// <summary>No run has that id.</summary>
    RunNotFound,
    /// <summary>Several runs have ids that begin or end like that.</summary>
    RunAmbiguous,
    /// <summary>That is no id, prefix or last-four of one.</summary>
    BadRunId,
    /// <summary>The command cannot be found.</summary>
    CommandNotFound,
    /// <summary>The command is found and cannot be run.</summary>
    CommandNotExecutable,
    /// <summary>The process could not be launched.</summary>
    SpawnFailed,
    /// <summary>The working folder is missing or cannot be entered.</summary>
    FolderNotFound,
    /// <summary>An argument or variable is no text, or they are too long for the system.</summary>
    BadArgument,
    /// <summary>A limit, duration, size, name or tag makes no sense.</summary>
    BadValue,
    /// <summary>A plan makes no sense; every fault is named.</summary>
    BadPlan,
    /// <summary>Runs inside runs have gone too deep.</summary>
    TooDeep,
    /// <summary>The run inside which this was asked for has been stopped.</summary>
    ParentCancelled,
    /// <summary>A secret that a later launch needs was not kept.</summary>
    SecretNotKept,
    /// <summary>The home belongs to another user.</summary>
    HomeNotYours,
    /// <summary>The home cannot be made, read or written.</summary>
    HomeNotUsable,
    /// <summary>The home is on a file system without trustworthy locks.</summary>
    HomeHasNoLocks,
    /// <summary>There is no room on the disk.</summary>
    DiskFull,
    /// <summary>Somebody else is changing the run and does not let go.</summary>
    RunBusy,
    /// <summary>The run has not ended.</summary>
    RunIsLive,
    /// <summary>The run has nothing to resume, or somebody else resumed it.</summary>
    NothingToResume,
    /// <summary>The run's folder cannot be understood.</summary>
    RunDamaged,
    /// <summary>The run's folder was written by a newer version.</summary>
    NewerFormat,
    /// <summary>The worker was gone before the process was launched.</summary>
    EarlyExit,
    /// <summary>The <c>mill</c> executable cannot be found.</summary>
    WorkerNotFound,
    /// <summary>No queue has that name.</summary>
    QueueNotFound,
    /// <summary>Runs wait in the queue, or have a slot of it.</summary>
    QueueNotEmpty,
    /// <summary>This is said from inside a run, and this process is in none that it could be said of.</summary>
    NotInRun,
    /// <summary>The run, or the part of it that this is about, has ended.</summary>
    RunIsOver,
    /// <summary>The run does not ask that, or nothing any more.</summary>
    NothingAsked,
    /// <summary>The run asks several questions, and which one is meant was not said.</summary>
    QuestionAmbiguous,
    /// <summary>That is none of the answers that the question takes.</summary>
    AnswerRefused,
    /// <summary>It took longer than was allowed.</summary>
    TimedOut,
    /// <summary>The run that was waited for did not end well.</summary>
    RunFailed,
    /// <summary>That is nothing that names a run.</summary>
    NotARun,
    /// <summary>An option could be one of ours or one of the command's.</summary>
    AmbiguousOption,
    /// <summary>A secret would have to be stored readable.</summary>
    SecretArgument,
    /// <summary>The program that runs scripts cannot be found.</summary>
    EngineNotFound,
    /// <summary>Mill does not work on this system yet.</summary>
    SystemNotSupported,
    /// <summary>The operating system refused something that it should not refuse.</summary>
    SystemRefused,
}
