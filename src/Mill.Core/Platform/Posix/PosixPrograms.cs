using System.Text;

namespace Mill.Platform.Posix;

/// <summary>Programs: what may be executed, by its name on PATH or by its path.</summary>
internal sealed class PosixPrograms : IPrograms
{
    const string UsualPath = "/usr/local/bin:/usr/bin:/bin";
    const string InstallersNote = "/etc/dotnet/install_location";
    const int LongestPath = 4096;
    const int LongestFirstLine = 256;

    // Where .NET's own installers, the distributions and, on macOS, Homebrew put it.
    static readonly string[] s_dotnet = OperatingSystem.IsMacOS()
        ? ["/usr/local/share/dotnet", "/opt/homebrew/opt/dotnet/libexec", "/usr/local/opt/dotnet/libexec"]
        : ["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet", "/usr/local/share/dotnet"];

    public StringComparer VariableNames => StringComparer.Ordinal;

    public string HomeVariable => "HOME";

    public string FileName(string program) => program;

    public bool IsPath(string command) => command.Contains('/', StringComparison.Ordinal);

    public IEnumerable<string> Candidates(string path) => [path];

    public string NotRunnable(string path) => $"{path} is not executable; try: chmod +x {path}";

    public string? Objection(string path, IReadOnlyList<string> arguments) =>
        Interpreter(path) is { } interpreter && !File.Exists(interpreter) ? $"its first line names {interpreter}, which does not exist; install that, or mend the line" : null;

    public IReadOnlyDictionary<string, string> Essentials() =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = UsualPath, ["HOME"] = Surroundings.UserHome };

    public bool IsForWorkers(string variable) => variable is "PATH" or "HOME" or "TMPDIR" or "LANG" or "XDG_RUNTIME_DIR" or "DBUS_SESSION_BUS_ADDRESS";

    public IEnumerable<string> DotnetFolders()
    {
        if (Head(InstallersNote, LongestPath) is { Length: > 0 } noted) yield return Encoding.UTF8.GetString(noted).Trim();
        foreach (var folder in s_dotnet) yield return folder;
    }

    public string ProgramFor(string host, string library) =>
        $"#!/bin/sh\nexec '{host.Replace("'", "'\\''", StringComparison.Ordinal)}' \"${{0%/*}}/{library}\" \"$@\"\n";

    static string? Interpreter(string path)
    {
        var head = Head(path, LongestFirstLine);
        if (!head.AsSpan().StartsWith("#!"u8)) return null;
        var end = head.AsSpan().IndexOf((byte)'\n') is > 0 and var at ? at : head.Length;
        var name = Encoding.UTF8.GetString(head, 2, end - 2).Trim().Split([' ', '\t'], 2)[0];
        return name.StartsWith('/') ? name : null;
    }

    // A program may be run without being readable, and a note may be no file: then nothing is known of it.
    static byte[] Head(string path, int most)
    {
        var files = Current.Platform.Files;
        try
        {
            using var file = files.TryOpenToRead(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            if (file is null) return [];
            var head = new byte[most];
            return head[..files.ReadAt(file, head, 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
