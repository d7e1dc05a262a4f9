using System.Text;
using Mill.Platform;

namespace Mill.Launch;

/// <summary>Finds the file that a command means, the way the system will.</summary>
internal sealed class CommandLookup(IFiles files)
{
    /// <summary>The file's absolute path; an error that says what is wrong when it cannot be run.</summary>
    public string Find(string command, string workingDirectory, string? path)
    {
        if (command.Contains('/', StringComparison.Ordinal))
        {
            var named = Path.GetFullPath(command, workingDirectory);
            return IsFile(named) ? Runnable(named, command) : throw NotFound(command, $"{named} does not exist");
        }
        string? barred = null;
        foreach (var folder in (path ?? ProcessEnvironment.DefaultPath).Split(':'))
        {
            var candidate = Path.GetFullPath(Path.Combine(folder.Length == 0 ? "." : folder, command), workingDirectory);
            if (!IsFile(candidate)) continue;
            if (files.MayExecute(candidate)) return Runnable(candidate, command);
            barred ??= candidate;
        }
        throw barred is null ? NotFound(command, "no folder of PATH has it") : NotExecutable(command, $"{barred} is not executable; try: chmod +x {barred}");
    }

    string Runnable(string path, string command)
    {
        if (!files.MayExecute(path)) throw NotExecutable(command, $"{path} is not executable; try: chmod +x {path}");
        if (Interpreter(path) is { } interpreter && !IsFile(interpreter))
            throw NotExecutable(command, $"its first line names {interpreter}, which does not exist");
        return path;
    }

    // Follows links, as running the file will; a folder can be "executable" and is no program.
    static bool IsFile(string path) => File.Exists(path);

    string? Interpreter(string path)
    {
        Span<byte> head = stackalloc byte[256];
        try
        {
            using var file = files.TryOpenToRead(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            if (file is null) return null;
            head = head[..files.ReadAt(file, head, 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // A program may be run without being readable.
        }
        if (!head.StartsWith("#!"u8)) return null;
        var line = Encoding.UTF8.GetString(head[2..(head.IndexOf((byte)'\n') is > 0 and var end ? end : head.Length)]).Trim();
        var name = line.Split([' ', '\t'], 2)[0];
        return name.StartsWith('/') ? name : null;
    }

    static MillException NotFound(string command, string why) =>
        new(MillError.CommandNotFound, $"The command '{command}' cannot be found: {why}. " + (command.Contains(' ', StringComparison.Ordinal)
            ? "If these are a command and its arguments, do not quote them together." : "Check its spelling, or give its path."), command);

    static MillException NotExecutable(string command, string why) =>
        new(MillError.CommandNotExecutable, $"The command '{command}' cannot be run: {why}.", command);
}
