namespace Mill.Platform;

/// <summary>The one place that asks which system this is.</summary>
internal static class Current
{
    /// <summary>The platform of this system.</summary>
    public static IPlatform Platform => s_platform.Value;

    /// <summary>The streams of this process, which are needed before anything else.</summary>
    public static IStreams Streams { get; } = OperatingSystem.IsWindows() ? new Windows.WindowsStreams() : new Posix.PosixStreams();

    static readonly Lazy<IPlatform> s_platform = new(Find);

    static IPlatform Find() => OperatingSystem.IsWindows() ? new Windows.WindowsPlatform()
        : OperatingSystem.IsLinux() ? new Linux.LinuxPlatform()
        : OperatingSystem.IsMacOS() ? new MacOS.MacPlatform()
        : throw NotSupported();

    static MillException NotSupported() => new(MillError.SystemNotSupported,
        $"Mill does not run on this system yet ({System.Runtime.InteropServices.RuntimeInformation.OSDescription}); Linux, Windows and macOS are supported.");
}
