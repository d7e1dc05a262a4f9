using System.Text;

namespace Mill.Tests.Harness;

/// <summary>What <c>/proc/PID/stat</c> says.</summary>
sealed record ProcStat(int Pid, string Name, char State, int Parent, int Group, int Session, int Threads, string StartTime)
{
    public bool IsDead => State is 'Z' or 'X' && Threads <= 1;
}

/// <summary>Processes, seen by the tests' own eyes and not by the code under test.</summary>
static class ProcFs
{
    static readonly long s_ourStart = long.Parse(Look(System.Environment.ProcessId)!.StartTime);
    [ThreadStatic] static byte[]? s_buffer;

    public static ProcStat? Look(int pid)
    {
        if (ReadAll($"/proc/{pid}/stat") is not { Length: > 0 } text) return null;
        var name = text[(text.IndexOf('(') + 1)..text.LastIndexOf(')')];
        var rest = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcStat(pid, name, rest[0][0], int.Parse(rest[1]), int.Parse(rest[2]), int.Parse(rest[3]),
            int.Parse(rest[17]), rest[19]);
    }

    public static bool IsAlive(int pid) => Look(pid) is { IsDead: false };

    public static IEnumerable<int> Pids() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!));

    public static IEnumerable<ProcStat> All() => Pids().Select(Look).OfType<ProcStat>();

    /// <summary>Those that are no older than we are: nobody else can be of our making.</summary>
    public static IEnumerable<ProcStat> Younger() => All().Where(one => long.Parse(one.StartTime) >= s_ourStart);

    public static IEnumerable<ProcStat> Children(int pid) => All().Where(one => one.Parent == pid);

    public static string[] Environment(int pid) => Split(ReadAll($"/proc/{pid}/environ"));

    public static string[] CommandLine(int pid) => Split(ReadAll($"/proc/{pid}/cmdline"));

    /// <summary>A field of <c>/proc/PID/status</c>, without its unit.</summary>
    public static string? Status(int pid, string field) =>
        ReadAll($"/proc/{pid}/status")?.Split('\n').FirstOrDefault(line => line.StartsWith(field + ":", StringComparison.Ordinal))
            ?[(field.Length + 1)..].Replace("kB", "").Trim();

    /// <summary>How long its main thread has stood in line for a processor so far; nothing where the system does not count that.</summary>
    public static TimeSpan InLine(int pid) =>
        ReadAll($"/proc/{pid}/schedstat")?.Split(' ') is [_, var waited, _] ? TimeSpan.FromMicroseconds(long.Parse(waited) / 1000.0) : TimeSpan.Zero;

    public static string? LinkOf(int pid, int descriptor) => Target($"/proc/{pid}/fd/{descriptor}");

    /// <summary>What any of its threads has open; of a process that we may not look into, nothing.</summary>
    public static IEnumerable<string> OpenFiles(int pid) => IsShut(pid) ? []
        : Names($"/proc/{pid}/task").SelectMany(thread => Names($"{thread}/fd")).Select(Target).OfType<string>();

    static bool IsShut(int pid)
    {
        try { File.OpenHandle($"/proc/{pid}/environ").Dispose(); }
        catch (UnauthorizedAccessException) { return true; }
        catch (IOException) { }
        return false;
    }

    static string[] Split(string? text) => text?.Split('\0', StringSplitOptions.RemoveEmptyEntries) ?? [];

    static string? Target(string path)
    {
        try { return new FileInfo(path).LinkTarget; }
        catch (IOException) { return null; }
        catch (UnauthorizedAccessException) { return null; }
    }

    static string[] Names(string folder)
    {
        try { return Directory.GetFileSystemEntries(folder); }
        catch (IOException) { return []; }
        catch (UnauthorizedAccessException) { return []; }
    }

    // The process may end between any two calls; what it left is then nothing. Read by the thousand: hence no reader of text.
    static string? ReadAll(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var (buffer, filled) = (s_buffer ??= new byte[16 << 10], 0);
            for (int got; (got = RandomAccess.Read(file, buffer.AsSpan(filled), filled)) > 0;)
                if ((filled += got) == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            s_buffer = buffer;
            return Encoding.UTF8.GetString(buffer, 0, filled);
        }
        catch (IOException) { return null; }
        catch (UnauthorizedAccessException) { return null; }
    }
}
