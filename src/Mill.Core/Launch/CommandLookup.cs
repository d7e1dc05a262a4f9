using Mill.Platform;

namespace Mill.Launch;

/// <summary>Finds the file that a command means, the way the system will.</summary>
internal sealed class CommandLookup(IPlatform platform)
{
    /// <summary>The file's absolute path; an error that says what is wrong when it cannot be run with these arguments.</summary>
    public string Find(string command, IReadOnlyList<string> arguments, string workingDirectory, string? path)
    {
        var found = platform.Programs.IsPath(command) ? Named(command, workingDirectory) : OnPath(command, workingDirectory, path);
        return platform.Programs.Objection(found, arguments) is { } objection ? throw NotExecutable(command, objection) : found;
    }

    string Named(string command, string workingDirectory)
    {
        var named = Path.GetFullPath(command, workingDirectory);
        var file = platform.Programs.Candidates(named).FirstOrDefault(IsFile) ?? throw NotFound(command, $"{named} does not exist");
        return platform.Files.MayExecute(file) ? file : throw NotExecutable(command, platform.Programs.NotRunnable(file));
    }

    string OnPath(string command, string workingDirectory, string? path)
    {
        string? barred = null;
        foreach (var folder in (path ?? platform.Programs.Essentials()["PATH"]).Split(Path.PathSeparator))
            foreach (var candidate in platform.Programs.Candidates(Path.GetFullPath(Path.Combine(folder.Length == 0 ? "." : folder, command), workingDirectory)))
            {
                if (!IsFile(candidate)) continue;
                if (platform.Files.MayExecute(candidate)) return candidate;
                barred ??= candidate;
            }
        throw barred is null ? NotFound(command, "no folder of PATH has it") : NotExecutable(command, platform.Programs.NotRunnable(barred));
    }

    // Follows links, as running the file will; a folder can be "executable" and is no program.
    static bool IsFile(string path) => File.Exists(path);

    static MillException NotFound(string command, string why) =>
        new(MillError.CommandNotFound, $"The command '{command}' cannot be found: {why}. Check its spelling, or give its path.", command);

    static MillException NotExecutable(string command, string why) =>
        new(MillError.CommandNotExecutable, $"The command '{command}' cannot be run: {why}.", command);
}
