using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Posix;

/// <summary>Reading, writing and waiting on descriptors, interruptions taken care of.</summary>
internal static unsafe class Descriptors
{
    /// <summary>POLLIN.</summary>
    public const short Readable = 1;

    /// <summary>Reads once from where the descriptor stands; 0 at the end, negative for an error.</summary>
    public static int Read(SafeFileHandle file, Span<byte> into)
    {
        fixed (byte* start = into)
        {
            nint got;
            do got = Libc.Read(file, start, (nuint)into.Length);
            while (got < 0 && Failure.Last == Errno.Interrupted);
            return (int)got;
        }
    }

    /// <summary>Writes everything; false for an error.</summary>
    public static bool TryWriteAll(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint put;
            fixed (byte* start = bytes) put = Libc.Write(file, start, (nuint)bytes.Length);
            if (put < 0 && Failure.Last == Errno.Interrupted) continue;
            if (put < 0) return false;
            bytes = bytes[(int)put..];
        }
        return true;
    }

    /// <summary>Writes everything at an offset; false for an error.</summary>
    public static bool TryWriteAllAt(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            nint put;
            fixed (byte* start = bytes) put = Libc.WriteAt(file, start, (nuint)bytes.Length, offset);
            if (put < 0 && Failure.Last == Errno.Interrupted) continue;
            if (put < 0) return false;
            bytes = bytes[(int)put..];
            offset += put;
        }
        return true;
    }

    /// <summary>Reads at an offset until the span is full or the file ends; negative for an error.</summary>
    public static int ReadAllAt(SafeFileHandle file, Span<byte> into, long offset)
    {
        var done = 0;
        while (done < into.Length)
        {
            nint got;
            fixed (byte* start = into) got = Libc.ReadAt(file, start + done, (nuint)(into.Length - done), offset + done);
            if (got < 0 && Failure.Last == Errno.Interrupted) continue;
            if (got < 0) return -1;
            if (got == 0) break;
            done += (int)got;
        }
        return done;
    }

    /// <summary>Waits until one of the entries is ready; false when time is up. A null timeout waits for
    /// ever.</summary>
    public static bool Poll(Span<PollEntry> entries, TimeSpan? timeout)
    {
        var clock = Current.Platform.Clock;
        var began = clock.GetTimestamp();
        while (true)
        {
            var left = timeout - clock.GetElapsedTime(began);
            var milliseconds = left is { } some ? (int)Math.Clamp(Math.Ceiling(some.TotalMilliseconds), 0, int.MaxValue) : -1;
            int ready;
            fixed (PollEntry* first = entries) ready = Libc.Poll(first, (nuint)entries.Length, milliseconds);
            if (ready > 0) return true;
            if (ready < 0 && Failure.Last != Errno.Interrupted) throw Failure.Refused("to wait");
            if (ready == 0 && milliseconds < int.MaxValue) return false;
        }
    }
}
