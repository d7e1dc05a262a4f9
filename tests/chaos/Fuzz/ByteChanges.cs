using System.Text;

namespace Mill.Chaos.Fuzz;

/// <summary>Changes to bytes that know nothing of what they mean.</summary>
static class ByteChanges
{
    static readonly byte[][] s_odd = [[0], [0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xef, 0xbb, 0xbf], "\r\n"u8.ToArray(), "\n"u8.ToArray(), "\t"u8.ToArray(), "~"u8.ToArray()];

    /// <summary>The bytes changed in one of many ways, and in which one.</summary>
    public static (byte[] Bytes, string Words) Change(byte[] bytes, Random chance)
    {
        if (bytes.Length == 0) return (chance.Pick(s_odd), "something odd put into what was empty");
        var at = chance.Next(bytes.Length);
        var some = Math.Min(bytes.Length - at, 1 + chance.Next(chance.Next(2) == 0 ? 8 : 400));
        return chance.Next(13) switch
        {
            0 or 1 or 2 => Flip(bytes, chance),
            3 => (bytes[..at], $"cut off at byte {at}"),
            4 => ([.. bytes[..at], .. bytes[(at + some)..]], $"{some} bytes taken away at {at}"),
            5 => ([.. bytes[..(at + some)], .. bytes[at..]], $"{some} bytes repeated at {at}"),
            6 => Odd(bytes, at, chance),
            7 => ([], "emptied"),
            8 => ([.. Encoding.UTF8.Preamble, .. bytes], "a byte order mark put before it"),
            9 => (Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("\n", "\r\n", StringComparison.Ordinal)), "line ends made those of Windows"),
            10 => (Noise(bytes.Length, chance), "all replaced by noise"),
            11 => (Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)), "made UTF-16"),
            _ => ([.. bytes, .. bytes], "written twice"),
        };
    }

    static (byte[], string) Flip(byte[] bytes, Random chance)
    {
        var changed = bytes.ToArray();
        var words = new StringBuilder();
        for (var flips = 1 + chance.Next(3); flips > 0; flips--)
        {
            var (at, bit) = (chance.Next(bytes.Length), chance.Next(8));
            changed[at] ^= (byte)(1 << bit);
            words.Append($"bit {bit} of byte {at} turned over; ");
        }
        return (changed, words.ToString()[..^2]);
    }

    static (byte[], string) Odd(byte[] bytes, int at, Random chance)
    {
        var odd = chance.Pick(s_odd);
        return ([.. bytes[..at], .. odd, .. bytes[at..]], $"{Convert.ToHexString(odd)} put in at byte {at}");
    }

    static byte[] Noise(int length, Random chance)
    {
        var noise = new byte[Math.Min(length, 4096)];
        chance.NextBytes(noise);
        return noise;
    }
}
