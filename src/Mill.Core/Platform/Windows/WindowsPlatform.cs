namespace Mill.Platform.Windows;

/// <summary>Windows.</summary>
internal sealed class WindowsPlatform : IPlatform
{
    readonly WindowsProcesses _processes;

    /// <summary>Finds out where we are.</summary>
    public WindowsPlatform()
    {
        Machine = WindowsMachine.Read();
        _processes = new WindowsProcesses(Machine);
    }

    public Machine Machine { get; }
    public string RuntimeId => WindowsMachine.RuntimeId();
    public TimeProvider Clock { get; } = new WindowsClock();
    public IFiles Files { get; } = new WindowsFiles();
    public ILocks Locks { get; } = new WindowsLocks();
    public IProcesses Processes => _processes;
    public IPrograms Programs { get; } = new WindowsPrograms();
    public WorkerLink LaunchWorker(WorkerLaunch launch) => WindowsWorkerLauncher.Launch(launch, _processes);
    public Inheritance TakeInheritance() => WindowsInheritance.Take();
    public ISupervisor Supervise() => new WindowsSupervisor(_processes);
    public IChanges Watch(IReadOnlyList<string> folders) => new WindowsChanges(folders);
    public void ForgetStartup() => Kernel32.EmptyWorkingSet(Kernel32.Self);
    public void Pause(TimeSpan time) => Kernel32.Sleep((uint)Math.Clamp(Math.Ceiling(time.TotalMilliseconds), 0, int.MaxValue));
    public IDisposable HoldStopKeys() => WindowsStopKeys.Hold();
    public IDisposable HearInterrupt() => WindowsStopKeys.HearInterrupt();
}
