using System.Runtime.InteropServices;

namespace Mill.Platform.Posix;

/// <summary>Turns errors of the C library into exceptions with a path and plain words.</summary>
internal static class Failure
{
    /// <summary>The error of the call that failed last on this thread.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The exception for the call that failed last.</summary>
    public static Exception Of(string act, string path) => Of(Last, act, path);

    /// <summary>The exception for an error: the path could not be <paramref name="act"/> (opened, written,
    /// …).</summary>
    public static Exception Of(int error, string act, string path) => error switch
    {
        Errno.NoRoom or Errno.TooLarge => new DiskFullException(path),
        _ when error == Errno.QuotaFull => new DiskFullException(path),
        Errno.ReadOnly => new UnauthorizedAccessException(
            $"{path} cannot be {act}: its file system is read-only."),
        Errno.NoAccess or Errno.NotPermitted => new UnauthorizedAccessException(
            $"{path} cannot be {act}: this user may not ({Words(error)})."),
        Errno.NotThere => new FileNotFoundException($"{path} cannot be {act}: it is not there.", path),
        _ => new IOException($"{path} cannot be {act}: {Words(error)}.", error),
    };

    /// <summary>What the system calls an error.</summary>
    public static string Words(int error) => Marshal.GetPInvokeErrorMessage(error);

    /// <summary>The exception for a call that only fails on a system that Mill cannot run on.</summary>
    public static MillException Refused(string what) => Refused(what, Last);

    /// <summary>The exception for an error of such a call.</summary>
    public static MillException Refused(string what, int error) =>
        new(MillError.SystemRefused, $"The system refused {what}: {Words(error)}.");
}
