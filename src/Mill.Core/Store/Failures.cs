using Mill.Platform;

namespace Mill.Store;

/// <summary>What the disk said, in Mill's words.</summary>
internal static class Failures
{
    /// <summary>The error for a home that could not be read or written.</summary>
    public static MillException OfHome(HomeFolder home, Exception e) => e switch
    {
        DiskFullException => new(MillError.DiskFull, $"The home {home.Path} has no room left: {e.Message} Free some, or name another home with --home.", home.Path, e),
        _ => new(MillError.HomeNotUsable, $"The home {home.Path} cannot be used: {e.Message} Mend that, or name another home with --home.", home.Path, e),
    };
}
