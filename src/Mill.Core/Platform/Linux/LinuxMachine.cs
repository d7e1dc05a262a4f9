using System.Runtime.InteropServices;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Finds out where and as whom we are.</summary>
internal static class LinuxMachine
{
    /// <summary>Reads it.</summary>
    public static Machine Read() => new(
        Proc.Text("/proc/sys/kernel/random/boot_id") ?? throw Failure.Refused("to read the boot id from /proc"),
        NotEmpty(Proc.Text("/etc/machine-id")) ?? NotEmpty(Proc.Text("/var/lib/dbus/machine-id")),
        Links.TryRead("/proc/self/ns/pid"),
        Environment.MachineName,
        new UserId((int)Libc.EffectiveUser()));

    /// <summary>What programs are built for that run here, under the names that packages use: a runtime that a distribution
    /// has built calls itself after that.</summary>
    public static string RuntimeId()
    {
        var own = RuntimeInformation.RuntimeIdentifier;
        var isMusl = own.Contains("musl", StringComparison.Ordinal) || own.StartsWith("alpine", StringComparison.Ordinal);
        return $"linux-{(isMusl ? "musl-" : "")}{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    // An image that has not been started yet says "uninitialized".
    static string? NotEmpty(string? id) => string.IsNullOrWhiteSpace(id) || id == "uninitialized" ? null : id.Trim();
}

/// <summary>Wall time, and timestamps of the clock that goes on while the machine is suspended.</summary>
internal sealed class BootClock : TimeProvider
{
    const int Boottime = 7; // CLOCK_BOOTTIME, time.h
    const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Nanoseconds.</summary>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <summary>Nanoseconds since the machine's start.</summary>
    public override unsafe long GetTimestamp()
    {
        var time = stackalloc long[2];
        return LinuxLibc.Clock(Boottime, time) == 0
            ? time[0] * NanosecondsPerSecond + time[1]
            : throw Failure.Refused("the time");
    }
}
