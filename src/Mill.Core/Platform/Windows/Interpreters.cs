namespace Mill.Platform.Windows;

/// <summary>What runs scripts.</summary>
internal static class Interpreters
{
    /// <summary>What runs batch files: the system's own, whatever a variable says.</summary>
    public static string CommandProcessor => Path.Combine(Environment.SystemDirectory, "cmd.exe");

    /// <summary>What runs scripts of PowerShell: the one on PATH, else the one that comes with the system; null where there is none.</summary>
    public static string? PowerShell()
    {
        var onPath = (Surroundings.Path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, "pwsh.exe"));
        return onPath.Append(Path.Combine(Environment.SystemDirectory, "WindowsPowerShell", "v1.0", "powershell.exe")).FirstOrDefault(File.Exists);
    }

    /// <summary>The program to start for a file, and the line that it is given.</summary>
    public static (string Program, string Line) Of(string path, IReadOnlyList<string> arguments)
    {
        var own = arguments.Skip(1);
        if (ProgramKinds.IsBatch(path)) return (CommandProcessor, BatchCommandLine.Of(CommandProcessor, path, own));
        if (!ProgramKinds.IsPowerShell(path)) return (path, WindowsCommandLine.Of(arguments));
        var shell = PowerShell() ?? throw new MillException(MillError.SpawnFailed, $"{path} cannot be launched: no PowerShell is found to run it.", path);
        return (shell, WindowsCommandLine.Of([shell, "-NoProfile", "-NonInteractive", "-File", path, .. own]));
    }
}
