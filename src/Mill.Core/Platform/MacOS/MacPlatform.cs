using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>macOS.</summary>
internal sealed class MacPlatform : IPlatform
{
    readonly MacClock _clock = new();
    readonly MacProcesses _processes;

    /// <summary>Finds out where we are.</summary>
    public MacPlatform()
    {
        Machine = MacMachine.Read();
        _processes = new MacProcesses(Machine, _clock);
    }

    public Machine Machine { get; }
    public string RuntimeId => MacMachine.RuntimeId();
    public TimeProvider Clock => _clock;
    public IFiles Files { get; } = new MacFiles();
    public ILocks Locks { get; } = new PosixLocks(MacFiles.FileSystemOf);
    public IProcesses Processes => _processes;
    public IPrograms Programs { get; } = new PosixPrograms();
    public WorkerLink LaunchWorker(WorkerLaunch launch) => WorkerLauncher.Launch(launch);
    // A launch closes all but what is given, and some of what the system's own libraries have opened since must not be
    // closed.
    public Inheritance TakeInheritance() => WorkerInheritance.Take(() => []);
    public ISupervisor Supervise() => new MacSupervisor(_processes);
    public IChanges Watch(IReadOnlyList<string> folders) => new MacChanges(folders);
    // Code lies in a cache that all processes share.
    public void ForgetStartup() { }
    public void Pause(TimeSpan time) => Descriptors.Poll([], time);
    public IDisposable HoldStopKeys() => StopKeys.Hold();
    public IDisposable HearInterrupt() => StopKeys.HearInterrupt();
}
