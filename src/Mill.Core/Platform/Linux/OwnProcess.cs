using System.Globalization;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>What a process of ours does for its own small footprint.</summary>
internal static unsafe class OwnProcess
{
    // include/uapi/asm-generic/mman-common.h
    const int DontNeed = 4;

    /// <summary>Gives back the memory of code that was only needed to begin; what is needed again comes from the file.</summary>
    public static void ForgetStartup()
    {
        foreach (var line in (Proc.Text("/proc/self/maps") ?? "").Split('\n'))
        {
            // Code of files alone: it is never written to, so nothing is lost.
            if (!line.Contains(" r-xp ", StringComparison.Ordinal) || !line.Contains('/', StringComparison.Ordinal)) continue;
            var range = line.AsSpan(0, line.IndexOf(' ', StringComparison.Ordinal));
            var dash = range.IndexOf('-');
            if (nuint.TryParse(range[..dash], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var from)
                && nuint.TryParse(range[(dash + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var to))
                _ = LinuxLibc.Advise((void*)from, to - from, DontNeed);
        }
    }
}
