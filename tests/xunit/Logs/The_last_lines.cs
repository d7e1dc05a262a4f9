using System.Text;
using Mill.Logs;
using Mill.Runs;
using Xunit;

namespace Mill.Tests.Logs;

public sealed class The_last_lines : IDisposable
{
    readonly LogFolder _logs = new();

    public void Dispose() => _logs.Dispose();

    StoredText? Last(int lines = LastLines.Lines, int maxBytes = StoredTexts.MaxBytes) =>
        LastLines.Of(_logs.Files, _logs.Paths.Out, lines, maxBytes);

    [Theory]
    [InlineData("", 2, "")]
    [InlineData("a", 2, "a")]
    [InlineData("a\n", 1, "a\n")]
    [InlineData("a\nb\nc\n", 2, "b\nc\n")]
    [InlineData("a\nb\nc", 2, "b\nc")]
    [InlineData("a\n\n\n", 2, "\n\n")]
    [InlineData("a\nb\n", 0, "")]
    [InlineData("a\nb\n", 9, "a\nb\n")]
    [InlineData("a\r\nb\r\n", 1, "b\r\n")]
    public void are_counted_from_the_end(string log, int lines, string expected)
    {
        _logs.Out(log);
        Assert.Equal(new StoredText(expected, false, expected.Length), Last(lines));
    }

    [Fact]
    public void of_no_log_are_none() => Assert.Null(Last());

    [Fact]
    public void are_found_across_blocks()
    {
        _logs.OutLines(0, 10_000);
        Assert.Equal(string.Concat(Enumerable.Range(5_000, 5_000).Select(LogFolder.Line)), Last(5_000, 1 << 20)!.Text);
    }

    [Fact]
    public void that_are_too_long_together_are_cut_to_whole_ones()
    {
        _logs.OutLines(0, 100);
        var expected = string.Concat(Enumerable.Range(97, 3).Select(LogFolder.Line));
        Assert.Equal(new StoredText(expected, true, 20 * 64), Last(maxBytes: 200));
        Assert.Equal(new StoredText(expected, true, 20 * 64), Last(maxBytes: 192));
    }

    [Fact]
    public void with_invalid_bytes_are_text_and_still_fit()
    {
        _logs.Out([.. Enumerable.Repeat((byte)0xFF, 90_000)]);
        var last = Last()!;
        Assert.Equal(99_999, Encoding.UTF8.GetByteCount(last.Text));
        Assert.All(last.Text, one => Assert.Equal('\uFFFD', one));
        Assert.Equal((true, 90_000L), (last.Truncated, last.OriginalBytes));
    }

    [Fact]
    public void that_split_a_character_begin_behind_it()
    {
        _logs.Out(string.Concat(Enumerable.Repeat("😀", 100)) + "\n");
        var last = Last(maxBytes: 102)!;
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 25)) + "\n", last.Text);
        Assert.Equal((true, 401L), (last.Truncated, last.OriginalBytes));
    }

    [Fact]
    public void of_a_single_line_of_50_MB_take_little_memory()
    {
        for (var i = 0; i < 50; i++) _logs.Out([.. Enumerable.Repeat((byte)'x', 1_000_000)]);
        _logs.Out("end\n");
        Last();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var last = Last()!;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(100_000, last.Text.Length);
        Assert.EndsWith("xend\n", last.Text, StringComparison.Ordinal);
        Assert.Equal((true, 50_000_004L), (last.Truncated, last.OriginalBytes));
    }

    [Fact]
    public void behind_a_hole_say_that_they_are_not_all()
    {
        _logs.OutLines(0, 1_000);
        _logs.Punch(4096, 57_344);
        var last = Last(lines: 900)!;
        // The hole ends at 61,440, where line 960 begins; whether one begins there can be told no more.
        Assert.Equal(string.Concat(Enumerable.Range(961, 39).Select(LogFolder.Line)), last.Text[^(39 * 64)..]);
        Assert.True(last.Truncated);
    }
}
