using System.Text;
using Microsoft.Win32.SafeHandles;
using Mill.Logs;
using Mill.Platform;
using Mill.Runs;
using Xunit;

namespace Mill.Tests.Logs;

/// <summary>A folder with the logs of one spawn, removed after the test.</summary>
internal sealed class LogFolder : IDisposable
{
    public const int MiB = 1 << 20;

    public LogFolder()
    {
        Folder = Directory.CreateTempSubdirectory("mill-logs-").FullName;
        Paths = new LogPaths(Folder, Path.Combine(Folder, "main.1.out"), Path.Combine(Folder, "main.1.err"));
    }

    public string Folder { get; }
    public LogPaths Paths { get; }
    public IFiles Files { get; } = Current.Platform.Files;

    public void Out(string text) => Out(Encoding.UTF8.GetBytes(text));

    public void Out(byte[] bytes) => Append(Paths.Out, bytes);

    public void Err(string text) => Append(Paths.Err!, Encoding.UTF8.GetBytes(text));

    /// <summary>Numbered lines of 64 bytes each.</summary>
    public static string Line(int number) => $"{number:D10} {new string((char)('a' + (number % 26)), 52)}\n";

    public void OutLines(int from, int count) =>
        Out(string.Concat(Enumerable.Range(from, count).Select(Line)));

    public SafeFileHandle OpenOut() => Files.OpenToAppend(Paths.Out);

    public void Punch(long offset, long length)
    {
        using var log = OpenOut();
        Assert.True(Files.GiveBack(log, offset, length), "This test needs a file system that gives blocks back.");
    }

    public List<LogChunk> Read(LogRequest? request = null, Func<bool>? isOver = null) =>
        [.. new LogReader(Current.Platform).Read(Paths, request ?? new LogRequest(), isOver ?? (() => true), CancellationToken.None)];

    public string ReadOut(int? last = null) => Text(Read(new LogRequest { Err = false, Last = last }));

    public static string Text(IEnumerable<LogChunk> chunks) =>
        Encoding.UTF8.GetString(chunks.SelectMany(chunk => chunk.Bytes.ToArray()).ToArray());

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    static void Append(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write(bytes);
    }
}
