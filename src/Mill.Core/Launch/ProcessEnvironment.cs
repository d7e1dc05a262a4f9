using Mill.Platform;
using Mill.Runs;

namespace Mill.Launch;

/// <summary>What a run's process finds in its environment.</summary>
internal static class ProcessEnvironment
{
    const string Diagnostics = "DOTNET_EnableDiagnostics";

    /// <summary>The caller's variables with a request's changes, and the essentials where they are missing.</summary>
    public static Dictionary<string, string> Of(
        IPrograms programs, IReadOnlyDictionary<string, string> caller, IReadOnlyDictionary<string, string?> changes)
    {
        var all = new Dictionary<string, string>(programs.VariableNames);
        foreach (var (name, value) in caller) all[name] = value;
        foreach (var (name, value) in changes)
        {
            if (value is null) all.Remove(name);
            else all[name] = value;
        }
        foreach (var (name, value) in programs.Essentials())
            if (!changes.Keys.Contains(name, programs.VariableNames)) all.TryAdd(name, value);
        return all;
    }

    /// <summary>The same, as one spawn gets it: the run's own marks in it, the outer run's as its parent's, and <c>mill</c> last on PATH.</summary>
    public static List<string> ForSpawn(
        IPrograms programs, IEnumerable<string> environment, RunRecord run, SpawnId spawn, string home, string folder, string session, string executable)
    {
        var all = environment.Where(one => !IsMark(one)).Select(one => WithFolderOf(programs, executable, one)).ToList();
        if (run.Spec.ParentId is { } parent) all.Add($"MILL_PARENT_RUN_ID={parent}");
        all.Add($"MILL_RUN_ID={run.Id}");
        all.Add($"MILL_SPAWN_ID={spawn}");
        all.Add($"MILL_RUN_DIR={folder}");
        all.Add(FormattableString.Invariant($"MILL_RUN_DEPTH={run.Spec.Depth}"));
        all.Add($"MILL_SESSION_FILE={session}");
        all.Add($"MILL_EXE={executable}");
        all.Add($"MILL_HOME={home}");
        return all;
    }

    /// <summary>The small environment of a worker itself.</summary>
    public static List<string> ForWorker(IPrograms programs, IReadOnlyDictionary<string, string> caller, RunId id, string folder, string? dotnetRoot)
    {
        var own = new List<string> { $"MILL_RUN_ID={id}", $"MILL_RUN_DIR={folder}" };
        if (dotnetRoot is not null) own.Add($"DOTNET_ROOT={dotnetRoot}");
        // What .NET offers to debuggers are files among the temporary ones, which a worker that is killed leaves there.
        if (!caller.ContainsKey(Diagnostics)) own.Add($"{Diagnostics}=0");
        foreach (var (name, value) in caller)
            if (SecretNames.LooksSecret(name) || (name == "DOTNET_ROOT" && dotnetRoot is not null)) continue;
            else if (programs.IsForWorkers(name) || (name is "MILL_DIE_AT" && !value.StartsWith(Steps.Alone)) || name is "MILL_FAIL_AT" or "MILL_LOG_RETENTION_SECS" or "MILL_LOG_MAX_BYTES"
                || name.StartsWith("DOTNET_", StringComparison.Ordinal)) own.Add($"{name}={value}");
        return own;
    }

    /// <summary>Whether a variable, <c>NAME=value</c>, has a name.</summary>
    public static bool Is(IPrograms programs, string variable, string name) =>
        variable.Length > name.Length && variable[name.Length] == '=' && programs.VariableNames.Equals(variable[..name.Length], name);

    static string WithFolderOf(IPrograms programs, string executable, string variable)
    {
        if (!Is(programs, variable, "PATH") || Path.GetDirectoryName(executable) is not { Length: > 0 } folder) return variable;
        var isThere = variable[5..].Split(Path.PathSeparator).Any(one => Path.TrimEndingDirectorySeparator(one) == folder);
        return isThere || folder.Contains(Path.PathSeparator, StringComparison.Ordinal) ? variable : $"{variable}{Path.PathSeparator}{folder}";
    }

    static bool IsMark(string variable) => variable.AsSpan(0, Math.Max(0, variable.IndexOf('='))) is
        "MILL_RUN_ID" or "MILL_PARENT_RUN_ID" or "MILL_SPAWN_ID" or "MILL_RUN_DIR" or "MILL_RUN_DEPTH" or "MILL_SESSION_FILE"
        or "MILL_EXE" or "MILL_HOME" or "MILL_DIE_AT" or "MILL_FAIL_AT";
}
