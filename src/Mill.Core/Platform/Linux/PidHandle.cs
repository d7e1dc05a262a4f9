using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.Linux;

/// <summary>A handle on one process (pidfd).</summary>
internal sealed class PidHandle(ProcessIdentity identity, SafeFileHandle handle, LinuxProcesses processes) : WaitableHandle(identity, processes)
{
    /// <inheritdoc/>
    public override PollEntry Entry => new() { Descriptor = (int)handle.DangerousGetHandle(), Wanted = Descriptors.Readable };

    /// <inheritdoc/>
    public override void Dispose() => handle.Dispose();

    /// <inheritdoc/>
    protected override bool TrySend(int signal) => LinuxLibc.SendSignal(handle, signal) == 0;
}
