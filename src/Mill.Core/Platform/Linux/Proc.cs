using System.Buffers.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Reads files below <c>/proc</c> into one buffer for each thread, good until the next read.</summary>
internal static unsafe class Proc
{
    const int FirstSize = 16 << 10;
    const int LongestPath = 96;
    const int MostListings = 20;
    static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(500);

    [ThreadStatic] static byte[]? s_buffer;

    /// <summary>Reads a file of a process; false when the process, or the right to read it, is missing.</summary>
    public static bool TryRead(int pid, string file, out ReadOnlySpan<byte> text)
    {
        text = default;
        var path = stackalloc byte[LongestPath];
        if (!Utf8.TryWrite(new Span<byte>(path, LongestPath), $"/proc/{pid}/{file}\0", out _)) return false;
        var number = LibcVariadic.Open(path, OpenFlags.Read | OpenFlags.CloseOnExec, 0);
        if (number < 0) return false;
        using var handle = new SafeFileHandle(number, ownsHandle: true);
        return TryReadAll(handle, out text);
    }

    /// <summary>Reads a small file, the last line end left out; null when it cannot be read.</summary>
    public static string? Text(string path)
    {
        var number = LibcVariadic.Open(path, OpenFlags.Read | OpenFlags.CloseOnExec, 0);
        if (number < 0) return null;
        using var handle = new SafeFileHandle(number, ownsHandle: true);
        return TryReadAll(handle, out var text) ? System.Text.Encoding.UTF8.GetString(text).TrimEnd('\n') : null;
    }

    /// <summary>Every pid that can be seen from here.</summary>
    public static List<int> Pids() => Numbers("/proc");

    /// <summary>The same, and then those that came up meanwhile: a process that forks and exits again and again is
    /// in no single listing by the time it is looked at. Of a great many, those who were found have to be dealt with
    /// before more are looked for; on a busy machine, where one listing takes its time, it is looked on until there are some.</summary>
    public static IEnumerable<int> PidsUntilNoneIsNew(Func<bool> hasSome)
    {
        var (clock, began) = (Current.Platform.Clock, Current.Platform.Clock.GetTimestamp());
        return UntilNoneIsNew(Pids, hasSome, () => clock.GetElapsedTime(began) >= s_longest);
    }

    /// <summary>What listings have, each once, until one has nothing new, or it is late and there are some.</summary>
    internal static IEnumerable<int> UntilNoneIsNew(Func<IEnumerable<int>> list, Func<bool> hasSome, Func<bool> isLate)
    {
        var seen = new HashSet<int>();
        for (var (round, news) = (0, true); news && round < MostListings && (round == 0 || !hasSome() || !isLate()); round++)
        {
            news = false;
            foreach (var pid in list())
            {
                if (!seen.Add(pid)) continue;
                news = true;
                yield return pid;
            }
        }
    }

    /// <summary>The numbers that are names in a folder; none when it cannot be read.</summary>
    public static List<int> Numbers(string folder)
    {
        var numbers = new List<int>();
        try
        {
            using var handle = Opening.TryOpenFolder(folder);
            if (handle is null) return numbers;
            foreach (var name in new FolderEntries(handle, folder, stackalloc byte[4096]))
                if (Utf8Parser.TryParse(name, out int number, out var used) && used == name.Length) numbers.Add(number);
        }
        catch (UnauthorizedAccessException) { return numbers; } // another user's process
        catch (IOException) { return numbers; }                 // it ended while it was read
        return numbers;
    }

    static bool TryReadAll(SafeFileHandle handle, out ReadOnlySpan<byte> text)
    {
        var buffer = s_buffer ??= new byte[FirstSize];
        var filled = 0;
        while (true)
        {
            var got = Descriptors.Read(handle, buffer.AsSpan(filled));
            if (got <= 0)
            {
                text = buffer.AsSpan(0, filled);
                return got == 0;
            }
            filled += got;
            if (filled < buffer.Length) continue;
            Array.Resize(ref buffer, buffer.Length * 2);
            s_buffer = buffer;
        }
    }
}
