namespace Mill.Platform.Windows;

/// <summary>Programs: files whose names end in a certain way, run by themselves or by their interpreter.</summary>
internal sealed class WindowsPrograms : IPrograms
{
    static readonly string[] s_forWorkers =
    [
        "PATH", "PATHEXT", "SystemRoot", "SystemDrive", "windir", "ComSpec", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
        "ProgramFiles", "ProgramData", "PSModulePath",
    ];

    public StringComparer VariableNames => StringComparer.OrdinalIgnoreCase;

    public string HomeVariable => "USERPROFILE";

    public string FileName(string program) => program + ".exe";

    public bool IsPath(string command) => command.AsSpan().IndexOfAny('/', '\\', ':') >= 0;

    public IEnumerable<string> Candidates(string path)
    {
        if (ProgramKinds.CanBeRun(path)) yield return path;
        foreach (var end in ProgramKinds.Ends()) yield return path + end;
        if (!ProgramKinds.CanBeRun(path)) yield return path;
    }

    public string NotRunnable(string path) =>
        $"{path} is no program: its name ends in none of {string.Join(' ', ProgramKinds.Ends())}; name the program that is to run it";

    public string? Objection(string path, IReadOnlyList<string> arguments)
    {
        if (ProgramKinds.IsBatch(path)) return BatchCommandLine.Objection(arguments);
        if (ProgramKinds.IsPowerShell(path) && Interpreters.PowerShell() is null) return "no PowerShell is found to run it; install one, or add its folder to PATH";
        var length = WindowsCommandLine.Of([path, .. arguments]).Length;
        return length > WindowsCommandLine.Longest ? $"its arguments have {length} characters; this system takes {WindowsCommandLine.Longest}. Pass them in a file" : null;
    }

    public IReadOnlyDictionary<string, string> Essentials()
    {
        var (system, user) = (Environment.SystemDirectory, Surroundings.UserHome);
        var root = Path.GetDirectoryName(system) ?? system;
        return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["SystemRoot"] = root,
            ["windir"] = root,
            ["SystemDrive"] = Path.TrimEndingDirectorySeparator(Path.GetPathRoot(root) ?? root).TrimEnd('\\'),
            ["ComSpec"] = Interpreters.CommandProcessor,
            ["PATH"] = $"{system};{root}",
            ["PATHEXT"] = ".COM;.EXE;.BAT;.CMD",
            ["TEMP"] = Path.TrimEndingDirectorySeparator(Path.GetTempPath()),
            ["TMP"] = Path.TrimEndingDirectorySeparator(Path.GetTempPath()),
            ["USERPROFILE"] = user,
            ["APPDATA"] = Path.Combine(user, "AppData", "Roaming"),
            ["LOCALAPPDATA"] = Path.Combine(user, "AppData", "Local"),
        };
    }

    public bool IsForWorkers(string variable) => s_forWorkers.Contains(variable, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> DotnetFolders()
    {
        var architecture = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        if (Registry.TextFor32Bit($@"SOFTWARE\dotnet\Setup\InstalledVersions\{architecture}", "InstallLocation") is { } noted) yield return noted;
        if (Surroundings.Variable("ProgramFiles") is { } programs) yield return Path.Combine(programs, "dotnet");
    }

    // A copy of a library is run by .NET under its own name.
    public string? ProgramFor(string host, string library) => null;
}
