namespace Mill.Logs;

/// <summary>Where characters begin and end in bytes that may or may not be UTF-8.</summary>
internal static class Utf8
{
    const int LongestTail = 3;

    /// <summary>How many bytes at the start belong to a character that began before.</summary>
    public static int Continued(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (count < LongestTail && count < bytes.Length && IsContinuation(bytes[count])) count++;
        return count;
    }

    /// <summary>The last place at or before an offset at which no character, and no CRLF, is split.</summary>
    public static int Boundary(ReadOnlySpan<byte> bytes, int offset)
    {
        var lead = offset - 1;
        while (lead > 0 && lead > offset - 1 - LongestTail && IsContinuation(bytes[lead])) lead--;
        if (lead > 0 && (lead + LengthFrom(bytes[lead]) > offset || bytes[lead] == '\r')) return lead;
        return offset;
    }

    static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    static int LengthFrom(byte lead) => lead switch
    {
        >= 0xF0 => 4,
        >= 0xE0 => 3,
        >= 0xC0 => 2,
        _ => 1,
    };
}
