using System.Globalization;
using System.Runtime.InteropServices;

namespace Mill.Platform.Windows;

/// <summary>Finds out where and as whom we are.</summary>
internal static unsafe class WindowsMachine
{
    const int TimeOfDay = 3; // SystemTimeOfDayInformation

    /// <summary>Reads it.</summary>
    public static Machine Read() => new(
        BootTime().ToString("x", CultureInfo.InvariantCulture), Registry.Text(@"SOFTWARE\Microsoft\Cryptography", "MachineGuid"), null,
        Environment.MachineName, new UserId(0, Sids.User));

    /// <summary>What programs are built for that run here.</summary>
    public static string RuntimeId() => $"win-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    // The moment of the start moves with every setting of the clock; less what it has been moved by, it names this start.
    static long BootTime()
    {
        var times = new TimeOfDayFacts();
        uint needed;
        var status = Ntdll.LookAtSystem(TimeOfDay, &times, (uint)sizeof(TimeOfDayFacts), &needed);
        return status == 0 ? times.BootTime - times.BootTimeBias : throw WindowsFailure.Refused("to say when the machine was started");
    }

    /// <summary>SYSTEM_TIMEOFDAY_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct TimeOfDayFacts
    {
        public long BootTime;
        public long CurrentTime;
        public long TimeZoneBias;
        public uint TimeZoneId;
        public uint Reserved;
        public long BootTimeBias;
        public long SleepTimeBias;
    }
}

/// <summary>Wall time, and timestamps of the clock that goes on while the machine is suspended.</summary>
internal sealed class WindowsClock : TimeProvider
{
    const long PerSecond = 1000;

    /// <summary>Milliseconds.</summary>
    public override long TimestampFrequency => PerSecond;

    /// <summary>Milliseconds since the machine's start.</summary>
    public override long GetTimestamp() => (long)Kernel32.MillisecondsOn();
}
