using System.Text;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>The environment that a process started with.</summary>
internal static class ProcEnvironment
{
    const int Looks = 100;
    static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    /// <summary>The first values of some variables; null when they cannot be read. Of a process that is just becoming another program
    /// they are read once that has been given its environment.</summary>
    public static IReadOnlyDictionary<string, string>? Read(int pid, params string[] names)
    {
        var seen = TryRead(pid, out var text);
        // That there is none is believed where it has been the same program before and after.
        for (var (looks, before) = (1, (ulong?)0); seen && text.IsEmpty && looks < Looks; looks++)
        {
            var after = ProcStat.EnvironmentEnd(pid);
            if (after is null || (after == before && after != 0)) break;
            if (after == 0) Descriptors.Poll([], s_moment);
            before = after;
            seen = TryRead(pid, out text);
        }
        if (!seen) return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
            if (TryFind(text, Encoding.UTF8.GetBytes(name + "="), out var value))
                values[name] = Encoding.UTF8.GetString(value);
        return values;
    }

    /// <summary>Whether variables have exactly these values; each is given as <c>NAME=</c> and its value. Null while the
    /// process has no environment at all.</summary>
    public static bool? Has(int pid, params (byte[] Name, byte[] Value)[] variables)
    {
        if (!TryRead(pid, out var text)) return false;
        if (text.IsEmpty) return null;
        foreach (var (name, value) in variables)
            if (!TryFind(text, name, out var found) || !found.SequenceEqual(value)) return false;
        return true;
    }

    // A process whose main thread is gone shows nothing; its other threads still do.
    static bool TryRead(int pid, out ReadOnlySpan<byte> text)
    {
        var seen = Proc.TryRead(pid, "environ", out text);
        if (seen && !text.IsEmpty) return true;
        foreach (var thread in Proc.Numbers($"/proc/{pid}/task"))
            if (thread != pid && Proc.TryRead(pid, $"task/{thread}/environ", out text) && !text.IsEmpty) return true;
        return seen;
    }

    static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        for (var rest = text; !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)0);
            var entry = end < 0 ? rest : rest[..end];
            if (entry.StartsWith(name)) { value = entry[name.Length..]; return true; }
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return false;
    }
}
