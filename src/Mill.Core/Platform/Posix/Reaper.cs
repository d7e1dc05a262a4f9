using System.Buffers.Binary;
using Mill.Runs;

namespace Mill.Platform.Posix;

/// <summary>Waits for every child that has ended, launched or adopted, and adds up what they used.</summary>
internal sealed unsafe class Reaper
{
    const int DoNotWait = 1; // WNOHANG
    const int AnyChild = -1;

    // struct rusage: user time 16, system time 16 (seconds 8; microseconds, of which 4 bytes tell all), largest
    // resident set 8, in bytes on macOS and in KiB elsewhere; musl's is 272 bytes.
    const int UsageSize = 512, SystemAt = 16, PeakAt = 32;
    const long MicrosecondsPerSecond = 1_000_000, MicrosecondsPerMs = 1000;
    static readonly long s_peakUnit = OperatingSystem.IsMacOS() ? 1 : 1024;

    readonly HashSet<int> _leftOut = [];
    long _userMicroseconds, _systemMicroseconds, _peakBytes;

    /// <summary>What those that have ended used.</summary>
    public Usage Usage => new(_userMicroseconds / MicrosecondsPerMs, _systemMicroseconds / MicrosecondsPerMs, _peakBytes);

    /// <summary>Does not count a process that is adopted and not ours.</summary>
    public void LeaveOut(int pid) => _leftOut.Add(pid);

    /// <summary>Takes every end that is there.</summary>
    public void Take(Queue<Happening> into)
    {
        var usage = stackalloc byte[UsageSize];
        int status;
        while (true)
        {
            var pid = Libc.WaitFor(AnyChild, &status, DoNotWait, usage);
            if (pid < 0 && Failure.Last == Errno.Interrupted) continue;
            if (pid <= 0) return;
            var used = new ReadOnlySpan<byte>(usage, UsageSize);
            if (!_leftOut.Remove(pid)) Add(used);
            into.Enqueue(Exited(pid, new ExitStatus(status)) with { Usage = Of(used) });
        }
    }

    static Happening.Exited Exited(int pid, ExitStatus status) => new(
        pid, status.Code, status.Signal is { } signal ? Signals.Name(signal) : null, status.Signal, status.DumpedCore);

    void Add(ReadOnlySpan<byte> usage)
    {
        _userMicroseconds += Microseconds(usage);
        _systemMicroseconds += Microseconds(usage[SystemAt..]);
        _peakBytes = Math.Max(_peakBytes, Peak(usage));
    }

    static Usage Of(ReadOnlySpan<byte> usage) => new(Microseconds(usage) / MicrosecondsPerMs, Microseconds(usage[SystemAt..]) / MicrosecondsPerMs, Peak(usage));

    static long Peak(ReadOnlySpan<byte> usage) => BinaryPrimitives.ReadInt64LittleEndian(usage[PeakAt..]) * s_peakUnit;

    static long Microseconds(ReadOnlySpan<byte> time) =>
        BinaryPrimitives.ReadInt64LittleEndian(time) * MicrosecondsPerSecond + BinaryPrimitives.ReadInt32LittleEndian(time[8..]);
}
