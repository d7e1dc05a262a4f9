using Mill.Liveness;
using Mill.Runs;

namespace Mill.Platform;

/// <summary>Everything that Mill asks of an operating system; the only seam to it.</summary>
internal interface IPlatform
{
    /// <summary>This machine, this start of it, this user.</summary>
    Machine Machine { get; }
    /// <summary>What programs are built for that run here: <c>linux-x64</c>, <c>linux-musl-arm64</c>.</summary>
    string RuntimeId { get; }
    /// <summary>Wall time for people; timestamps count from the machine's start, suspend included.</summary>
    TimeProvider Clock { get; }
    /// <summary>Files and folders.</summary>
    IFiles Files { get; }
    /// <summary>Locks that the kernel gives back when their holder dies.</summary>
    ILocks Locks { get; }
    /// <summary>Processes, seen from outside.</summary>
    IProcesses Processes { get; }
    /// <summary>How programs are named, found and run.</summary>
    IPrograms Programs { get; }
    /// <summary>Launches a worker that is nobody's child and outlives its launcher.</summary>
    WorkerLink LaunchWorker(WorkerLaunch launch);
    /// <summary>In a worker, first of all: what its launcher handed over. Signals are held from here on.</summary>
    Inheritance TakeInheritance();
    /// <summary>Makes this process the supervisor of a tree.</summary>
    ISupervisor Supervise();
    /// <summary>Reports changes in folders, without polling where the system can.</summary>
    IChanges Watch(IReadOnlyList<string> folders);
    /// <summary>In a worker that has launched: gives back the memory that only its beginning needed.</summary>
    void ForgetStartup();
    /// <summary>Lets some time pass, for the moments between two looks at something that cannot be waited for.</summary>
    void Pause(TimeSpan time);
    /// <summary>Holds stop keys (Ctrl+C, Ctrl+Z) off this process until disposed; nests.</summary>
    IDisposable HoldStopKeys();
    /// <summary>For those who have Ctrl+C ask for something: no hold keeps that key from them, until disposed.</summary>
    IDisposable HearInterrupt();
}

/// <summary>Where and as whom we are.</summary>
/// <param name="BootId">Which start of the machine.</param>
/// <param name="MachineId">Which machine; null where it cannot be told.</param>
/// <param name="PidNamespace">In which set of pids.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="UserId">The user.</param>
internal sealed record Machine(string BootId, string? MachineId, string? PidNamespace, string Host, UserId UserId)
{
    /// <summary>Whether a process can be there, as far as it tells where it is; null where its pid has to be looked at.</summary>
    public Sign? Judge(ProcessIdentity process) => process switch
    {
        _ when process.MachineId != MachineId => Sign.Unknown,
        _ when process.BootId != BootId => MachineId is null ? Sign.Unknown : Sign.No,
        _ when process.PidNamespace != PidNamespace => Sign.Unknown,
        _ => null,
    };
}

/// <summary>A user as the system knows one: by number, or by a text where it has no numbers.</summary>
internal readonly record struct UserId(int Number, string? Text = null)
{
    /// <summary>For people.</summary>
    public override string ToString() => Text ?? Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
