namespace Mill.Platform.Windows;

/// <summary>Files that can be run, by the ends of their names.</summary>
internal static class ProgramKinds
{
    static readonly string[] s_programs = [".com", ".exe"], s_batches = [".bat", ".cmd"];
    const string PowerShell = ".ps1";
    const string UsualOrder = ".COM;.EXE;.BAT;.CMD";

    /// <summary>Whether the command processor runs it.</summary>
    public static bool IsBatch(string path) => s_batches.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether PowerShell runs it.</summary>
    public static bool IsPowerShell(string path) => PowerShell.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it can be run, by itself or by one of these.</summary>
    public static bool CanBeRun(string path) =>
        s_programs.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) || IsBatch(path) || IsPowerShell(path);

    /// <summary>The ends that a name is tried with, the first one first: as PATHEXT orders them, scripts of PowerShell last.</summary>
    public static IEnumerable<string> Ends() => (Surroundings.Variable("PATHEXT") ?? UsualOrder)
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(CanBeRun).Append(PowerShell)
        .Distinct(StringComparer.OrdinalIgnoreCase).Select(end => end.ToLowerInvariant());
}
