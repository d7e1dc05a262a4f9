using System.Diagnostics.CodeAnalysis;
using System.Text;
using Mill.Platform;

namespace Mill.Launch;

/// <summary>Finds the .NET that a <c>mill</c> needs which is no native build.</summary>
internal static class Dotnet
{
    /// <summary>What the program is called that runs libraries.</summary>
    public const string Name = "dotnet";

    const int LongestPath = 4096;

    // Where its own installers and the distributions put it.
    static readonly string[] s_usual = ["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet", "/usr/local/share/dotnet"];

    /// <summary>The folder that it is installed in; null where none is found.</summary>
    public static string? Root(IFiles files) => Candidates(files).FirstOrDefault(IsRoot);

    /// <summary>The program that runs a <c>.dll</c>; null where none is found.</summary>
    public static string? Host(IFiles files) => Root(files) is { } root ? Path.Combine(root, Name) : null;

    /// <summary>The folder of the runtime that this process runs on; null in a native build and in a program that brings its own.</summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "It is empty there, which is an answer.")]
    public static string? Running()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var root = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(folder)));
        return root is not null && IsRoot(root) ? root : null;
    }

    static IEnumerable<string?> Candidates(IFiles files)
    {
        yield return Surroundings.DotnetRoot;
        yield return Running();
        yield return Written(files);
        foreach (var folder in s_usual) yield return folder;
        foreach (var folder in (Surroundings.Path ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            yield return Path.GetDirectoryName(files.RealPath(Path.Combine(folder, Name)));
    }

    // What Microsoft's installers leave for programs of others to find.
    static string? Written(IFiles files)
    {
        try
        {
            using var file = files.TryOpenToRead("/etc/dotnet/install_location");
            if (file is null) return null;
            var bytes = new byte[LongestPath];
            return Encoding.UTF8.GetString(bytes, 0, files.ReadAt(file, bytes, 0)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It is no file that this user may read; there are other places.
        }
    }

    static bool IsRoot(string? folder) =>
        folder is { Length: > 0 } && Directory.Exists(Path.Combine(folder, "host", "fxr")) && File.Exists(Path.Combine(folder, Name));
}
