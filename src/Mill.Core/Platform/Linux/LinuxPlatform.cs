using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Linux.</summary>
internal sealed class LinuxPlatform : IPlatform
{
    readonly LinuxProcesses _processes;

    /// <summary>Finds out where we are.</summary>
    public LinuxPlatform()
    {
        Machine = LinuxMachine.Read();
        _processes = new LinuxProcesses(Machine);
    }

    public Machine Machine { get; }
    public string RuntimeId => LinuxMachine.RuntimeId();
    public TimeProvider Clock { get; init; } = new BootClock();
    public IFiles Files { get; } = new LinuxFiles();
    public ILocks Locks { get; } = new PosixLocks(LinuxFiles.FileSystemOf);
    public IProcesses Processes => _processes;
    public IPrograms Programs { get; } = new PosixPrograms();
    public WorkerLink LaunchWorker(WorkerLaunch launch) => WorkerLauncher.Launch(launch);
    public Inheritance TakeInheritance()
    {
        var inherited = WorkerInheritance.Take(() => Proc.Numbers("/proc/self/fd"));
        ControlGroup.LeaveAnothers();
        return inherited;
    }

    public ISupervisor Supervise() => new LinuxSupervisor(_processes);
    public IChanges Watch(IReadOnlyList<string> folders) => new LinuxChanges(folders);
    public void ForgetStartup() => OwnProcess.ForgetStartup();
    public void Pause(TimeSpan time) => Descriptors.Poll([], time);
    public IDisposable HoldStopKeys() => StopKeys.Hold();
    public IDisposable HearInterrupt() => StopKeys.HearInterrupt();
}
