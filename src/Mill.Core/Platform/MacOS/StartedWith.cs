using System.Buffers.Binary;
using System.Text;
using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>
/// The arguments and the environment that a process started with (KERN_PROCARGS2, sys/sysctl.h). Those of other users
/// are not shown, and of programs that the system protects (those of its own that are restricted, for one) the
/// environment is left out.
/// </summary>
internal sealed record StartedWith(IReadOnlyList<byte[]> Arguments, IReadOnlyList<byte[]> Environment)
{
    const int Kernel = 1, MostOfArguments = 8, OfProcess = 49; // CTL_KERN, KERN_ARGMAX, KERN_PROCARGS2
    const int UsualMost = 1 << 20;
    const int Slack = 4096; // A process may become another program between the two questions.
    const int Alignment = 8;

    static readonly Lazy<int> s_most = new(ReadMost);

    /// <summary>How many bytes arguments and environment may take together.</summary>
    public static int Most => s_most.Value;

    /// <summary>Reads it; null when it cannot be read.</summary>
    public static unsafe StartedWith? Read(int pid)
    {
        var name = stackalloc int[] { Kernel, OfProcess, pid };
        nuint size = 0;
        if (MacProcessCalls.Read(name, 3, null, &size, null, 0) != 0) return null;
        var room = new byte[Math.Min(size + Slack, (nuint)Most)];
        size = (nuint)room.Length;
        fixed (byte* start = room)
            return MacProcessCalls.Read(name, 3, start, &size, null, 0) == 0 ? Parse(room.AsSpan(0, (int)size)) : null;
    }

    /// <summary>Reads the block: the number of arguments 4, the program's path and zeros up to a multiple of eight, the
    /// arguments, the environment, each ended by zero; zeros again up to a multiple of eight, and what the system adds
    /// for itself, which without such a zero passes for more variables.</summary>
    internal static StartedWith? Parse(ReadOnlySpan<byte> block)
    {
        if (block.Length < sizeof(int)) return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(block);
        var rest = block[sizeof(int)..];
        var path = (rest.IndexOf((byte)0) + Alignment) / Alignment * Alignment;
        rest = path < rest.Length ? rest[path..] : [];
        var arguments = new List<byte[]>();
        while (arguments.Count < count && !rest.IsEmpty) arguments.Add(Next(ref rest).ToArray());
        var environment = new List<byte[]>();
        while (Next(ref rest) is { IsEmpty: false } variable) environment.Add(variable.ToArray());
        return new StartedWith(arguments, environment);
    }

    /// <summary>The first values of some variables.</summary>
    public IReadOnlyDictionary<string, string> Values(params string[] names)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var start = Encoding.UTF8.GetBytes(name + "=");
            if (Environment.FirstOrDefault(one => one.AsSpan().StartsWith(start)) is { } found)
                values[name] = Encoding.UTF8.GetString(found.AsSpan(start.Length));
        }
        return values;
    }

    /// <summary>Whether the first value of each variable is exactly this, all given as <c>NAME=value</c>.</summary>
    public bool Has(params string[] variables) => variables.All(Has);

    bool Has(string variable)
    {
        var (whole, name) = (Encoding.UTF8.GetBytes(variable), Encoding.UTF8.GetBytes(variable[..(variable.IndexOf('=') + 1)]));
        return Environment.FirstOrDefault(one => one.AsSpan().StartsWith(name)) is { } found && found.AsSpan().SequenceEqual(whole);
    }

    static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)0);
        var text = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return text;
    }

    static unsafe int ReadMost()
    {
        var name = stackalloc int[] { Kernel, MostOfArguments };
        int most;
        nuint size = sizeof(int);
        return MacProcessCalls.Read(name, 2, &most, &size, null, 0) == 0 && most > 0 ? most : UsualMost;
    }
}
