namespace Mill.Dummy.Behaviours;

/// <summary>Fills a stream with one byte over and over.</summary>
static class Fill
{
    public static void With(Stream stream, byte filler, long count)
    {
        var block = new byte[1 << 16];
        Array.Fill(block, filler);
        for (; count > 0; count -= block.Length) stream.Write(block, 0, (int)Math.Min(count, block.Length));
    }
}
