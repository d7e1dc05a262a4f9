using System.Text;

namespace Mill.Chaos.Fuzz;

/// <summary>Changes to JSON that leave most of it well-formed, and to the lines of a log.</summary>
static class JsonChanges
{
    /// <summary>A value changed, taken away, given twice or renamed; null where there is no JSON.</summary>
    public static (byte[] Bytes, string Words)? Value(byte[] bytes, Draft draft, Random chance)
    {
        if (Spot.Of(bytes) is not { Count: > 0 } spots) return null;
        var spot = chance.Pick(spots);
        var (value, whole) = (bytes[spot.Start..spot.End], bytes[spot.From..spot.End]);
        var where = $"'{spot.Name}' at byte {spot.Start}";
        switch (chance.Next(10))
        {
            case 0 when spot.Name.Length > 0:
                return (With(bytes, spot.From, spot.End, "\"other\":null"u8), $"{where} taken away");
            case 1 when spot.Name.Length > 0:
                return (With(bytes, spot.End, spot.End, [(byte)',', .. whole]), $"{where} given twice");
            case 2 when spot.Name.Length > 0:
                var again = Encoding.UTF8.GetBytes($",\"{spot.Name}\":{chance.Value(draft)}");
                return (With(bytes, spot.End, spot.End, again), $"{where} given again, otherwise: {Short(again)}");
            case 3:
                var other = chance.Pick(spots);
                return (With(bytes, spot.Start, spot.End, bytes.AsSpan(other.Start..other.End)), $"{where} replaced by what is at byte {other.Start}");
            case 4 when value.AsSpan().IndexOfAnyExcept("-0123456789."u8) < 0:
                var digits = Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(value)}{chance.Pick(["0", "000000000", ".5", "e9", "99999999999999"])}");
                return (With(bytes, spot.Start, spot.End, digits), $"{where} made {Short(digits)}");
            default:
                var put = Encoding.UTF8.GetBytes(chance.Value(draft));
                return (With(bytes, spot.Start, spot.End, put), $"{where} made {Short(put)}");
        }
    }

    /// <summary>One change or two to a file of JSON, of its values or of its bytes.</summary>
    public static (byte[] Bytes, string Words) Some(byte[] bytes, Draft draft, Random chance)
    {
        var words = new List<string>();
        for (var changes = 1 + chance.Next(2); changes > 0; changes--)
        {
            var made = chance.Next(3) > 0 && Value(bytes, draft, chance) is { } changed ? changed : ByteChanges.Change(bytes, chance);
            bytes = made.Bytes;
            words.Add(made.Words);
        }
        return (bytes, string.Join("; ", words));
    }

    /// <summary>The same as a value's in one line of many.</summary>
    public static (byte[] Bytes, string Words)? ValueInLine(byte[] bytes, Draft draft, Random chance)
    {
        var lines = Lines(bytes);
        var at = chance.Next(lines.Count);
        if (Value(lines[at], draft, chance) is not { } changed) return null;
        lines[at] = changed.Bytes;
        return (Joined(lines), $"in line {at + 1}, {changed.Words}");
    }

    /// <summary>Lines repeated, swapped, taken away, cut or told of another life.</summary>
    public static (byte[] Bytes, string Words) Line(byte[] bytes, Draft draft, Random chance)
    {
        var lines = Lines(bytes);
        var (at, other) = (chance.Next(lines.Count), chance.Next(lines.Count));
        var words = chance.Next(9) switch
        {
            0 => Repeat(lines, at, other),
            1 => Swap(lines, at, other),
            2 => TakeAway(lines, at, 1 + chance.Next(3)),
            3 => Replace(lines, at, lines[at][..chance.Next(lines[at].Length + 1)], "cut short"),
            4 => Replace(lines, at, Text(lines[at], "\"generation\":1", $"\"generation\":{chance.Pick(["2", "0", "-1", "2147483647", "7"])}"), "told of another life"),
            5 => Replace(lines, at, Text(lines[at], "\"schemaVersion\":1", $"\"schemaVersion\":{chance.Pick(["0", "2", "-1", "99", "null"])}"), "made another version's"),
            6 => Replace(lines, at, Text(lines[at], draft.Seed.Id.Text, "20260101-000000-aaaa"), "told of another run"),
            7 => Replace(lines, at, Encoding.UTF8.GetBytes(Junk(draft, chance)), "replaced by an event that nobody knows"),
            _ => Sequence(lines, at, chance),
        };
        return (Joined(lines), $"line {at + 1} {words}");
    }

    static string Junk(Draft draft, Random chance) =>
        $"{{\"schemaVersion\":1,\"runId\":\"{draft.Seed.Id}\",\"generation\":{chance.Next(4)},\"sequence\":{chance.Next(30)},\"timestamp\":\"2026-11-21T09:45:56+00:00\",\"type\":\"run:dreamt\",\"payload\":{chance.Value(draft)}}}";

    static string Repeat(List<byte[]> lines, int at, int to)
    {
        lines.Insert(to, lines[at]);
        return $"repeated as line {to + 1}";
    }

    static string Swap(List<byte[]> lines, int at, int other)
    {
        (lines[at], lines[other]) = (lines[other], lines[at]);
        return $"swapped with line {other + 1}";
    }

    static string TakeAway(List<byte[]> lines, int at, int some)
    {
        lines.RemoveRange(at, Math.Min(some, lines.Count - at));
        return $"and those behind it taken away, {some} in all";
    }

    static string Replace(List<byte[]> lines, int at, byte[] put, string words)
    {
        lines[at] = put;
        return words;
    }

    static string Sequence(List<byte[]> lines, int at, Random chance)
    {
        var number = chance.Pick(["1", "2", "99", "9223372036854775807", "0", "-5"]);
        var spot = Spot.Of(lines[at]).FirstOrDefault(one => one.Name == "sequence");
        if (spot.End > 0) lines[at] = With(lines[at], spot.Start, spot.End, Encoding.UTF8.GetBytes(number));
        return $"numbered {number}";
    }

    static byte[] Text(byte[] line, string from, string to) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(line).Replace(from, to, StringComparison.Ordinal));

    static List<byte[]> Lines(byte[] bytes) => [.. Encoding.Latin1.GetString(bytes).Split('\n').Select(Encoding.Latin1.GetBytes)];

    static byte[] Joined(List<byte[]> lines) => Encoding.Latin1.GetBytes(string.Join('\n', lines.Select(Encoding.Latin1.GetString)));

    static byte[] With(byte[] bytes, int from, int to, ReadOnlySpan<byte> put) => [.. bytes[..from], .. put, .. bytes[to..]];

    static string Short(byte[] put) => put.Length <= 60 ? Encoding.UTF8.GetString(put) : $"{Encoding.UTF8.GetString(put.AsSpan(0, 40))}… ({put.Length} bytes)";
}
