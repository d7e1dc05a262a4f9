namespace Mill.PowerShell.Scripts;

/// <summary>The PowerShell that runs a script.</summary>
/// <param name="Command">The program.</param>
/// <param name="Before">What comes before PowerShell's own arguments.</param>
internal sealed record Engine(string Command, IReadOnlyList<string> Before);

/// <summary>Finds a PowerShell for scripts: this very one where that can be started, else the one on PATH.</summary>
/// <param name="Home">The folder that this PowerShell is in.</param>
/// <param name="Process">The program of this process.</param>
/// <param name="SearchPath">The folders to look commands up in.</param>
/// <param name="IsFile">Whether a file is there.</param>
internal sealed record EngineLookup(string Home, string? Process, string? SearchPath, Func<string, bool> IsFile)
{
    /// <summary>The first that is there.</summary>
    public Engine Find() => this switch
    {
        _ when IsFile(Own) => new(Own, []),
        _ when IsProcess("pwsh") => new(Process!, []),
        _ when IsFile(Library) && Dotnet is { } dotnet => new(dotnet, [Library]),
        _ when OnPath("pwsh") is { } found => new(found, []),
        _ => throw new MillException(MillError.EngineNotFound,
            $"No PowerShell was found to run scripts with: {Own} is not there, and no folder of PATH has pwsh. Install PowerShell 7.4 or later, or add its folder to PATH.", "pwsh"),
    };

    string Own => Path.Combine(Home, Surroundings.FileNameOf("pwsh"));

    string Library => Path.Combine(Home, "pwsh.dll");

    string? Dotnet => IsProcess("dotnet") ? Process : OnPath("dotnet");

    bool IsProcess(string name) => Path.GetFileNameWithoutExtension(Process) == name;

    string? OnPath(string name) => (SearchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, Surroundings.FileNameOf(name))).FirstOrDefault(IsFile);
}
