using System.Text;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Reads links.</summary>
internal static unsafe class Links
{
    const int LongestPath = 4096;

    /// <summary>Where a link leads; null when it cannot be read.</summary>
    public static string? TryRead(string path)
    {
        var text = stackalloc byte[LongestPath];
        var length = Libc.ReadLink(path, text, LongestPath);
        return length >= 0 ? Encoding.UTF8.GetString(text, (int)length) : null;
    }
}
