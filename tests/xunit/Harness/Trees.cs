using System.Security.Cryptography;
using System.Text;

namespace Mill.Tests.Harness;

/// <summary>Folders with all that is in them.</summary>
static class Trees
{
    /// <summary>A number that differs when any name or byte below a folder does; heartbeats and a watched log are for callers to avoid.</summary>
    public static string Hash(string folder)
    {
        var all = new StringBuilder();
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            all.Append(path).Append(' ').AppendLine(File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "/");
        return all.ToString();
    }

    /// <summary>Every file below a folder that contains some text.</summary>
    public static IEnumerable<string> FilesWith(string folder, string text) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
}
