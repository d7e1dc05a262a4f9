namespace Mill.Platform.MacOS;

/// <summary>Where macOS's own calls are.</summary>
internal static class MacLibrary
{
    /// <summary>Everything of the C library is in it. Not <c>libc</c>, which is the same there: a native build for
    /// Linux links that in, and has not these.</summary>
    public const string Name = "libSystem";
}
