namespace Mill.Platform;

/// <summary>The one place that asks which system this is.</summary>
internal static class Current
{
    /// <summary>The platform of this system.</summary>
    public static IPlatform Platform => s_platform.Value;

    static readonly Lazy<IPlatform> s_platform = new(() => OperatingSystem.IsLinux() ? new Linux.LinuxPlatform() : throw NotSupported());

    static MillException NotSupported() => new(MillError.SystemNotSupported,
        $"Mill does not run on this system yet ({System.Runtime.InteropServices.RuntimeInformation.OSDescription}); Linux is supported.");
}
