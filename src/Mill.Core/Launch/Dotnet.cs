using System.Diagnostics.CodeAnalysis;
using Mill.Platform;

namespace Mill.Launch;

/// <summary>Finds the .NET that a <c>mill</c> needs which is no native build.</summary>
internal static class Dotnet
{
    /// <summary>What the program is called that runs libraries.</summary>
    public const string Name = "dotnet";

    static readonly string s_program = Current.Platform.Programs.FileName(Name);

    /// <summary>The folder that it is installed in; null where none is found.</summary>
    public static string? Root(IFiles files) => Candidates(files).FirstOrDefault(IsRoot);

    /// <summary>The program that runs a <c>.dll</c>; null where none is found.</summary>
    public static string? Host(IFiles files) => Root(files) is { } root ? Path.Combine(root, s_program) : null;

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
        foreach (var folder in Current.Platform.Programs.DotnetFolders()) yield return folder;
        foreach (var folder in (Surroundings.Path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.GetDirectoryName(files.RealPath(Path.Combine(folder, s_program)));
    }

    static bool IsRoot(string? folder) =>
        folder is { Length: > 0 } && Directory.Exists(Path.Combine(folder, "host", "fxr")) && File.Exists(Path.Combine(folder, s_program));
}
