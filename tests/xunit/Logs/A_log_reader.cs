using System.Text;
using Mill.Logs;
using Mill.Runs;
using Xunit;

namespace Mill.Tests.Logs;

public sealed class A_log_reader : IDisposable
{
    readonly LogFolder _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void reads_nothing_where_there_is_no_log() => Assert.Empty(_logs.Read());

    [Fact]
    public void reads_both_streams_and_tells_them_apart()
    {
        _logs.Out("a\nb\n");
        _logs.Err("c\nd");
        var chunks = _logs.Read();
        Assert.Equal("a\nb\n", LogFolder.Text(chunks.Where(chunk => !chunk.IsErr)));
        Assert.Equal("c\nd", LogFolder.Text(chunks.Where(chunk => chunk.IsErr)));
        Assert.Equal("c\nd", LogFolder.Text(_logs.Read(new LogRequest { Out = false })));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "c\n")]
    [InlineData(2, "b\nc\n")]
    [InlineData(7, "a\nb\nc\n")]
    public void begins_at_the_last_lines_when_asked_to(int last, string expected)
    {
        _logs.Out("a\nb\nc\n");
        Assert.Equal(expected, _logs.ReadOut(last));
    }

    [Fact]
    public void gives_only_whole_lines_of_a_long_log_and_loses_none()
    {
        var expected = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i} ü€😀{new string('é', i % 97)}\n"));
        _logs.Out(expected);
        var chunks = _logs.Read();
        Assert.All(chunks, chunk => Assert.Equal((byte)'\n', chunk.Bytes.Span[^1]));
        Assert.Equal(expected, LogFolder.Text(chunks));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void gives_a_line_that_is_too_long_in_pieces_that_split_no_character(int shift)
    {
        var expected = new string('x', shift) + string.Concat(Enumerable.Repeat("😀", 1_000_000)) + "\nnext\n";
        _logs.Out(expected);
        var chunks = _logs.Read();
        Assert.InRange(chunks.Count, 3, 10);
        Assert.All(chunks[..^1], chunk => Assert.InRange(chunk.Bytes.Length, 1, LogStream.LongestLine));
        Assert.Equal(expected, string.Concat(chunks.Select(chunk => Encoding.UTF8.GetString(chunk.Bytes.Span))));
    }

    [Fact]
    public void skips_a_hole_says_how_much_was_cut_and_goes_on_at_a_whole_line()
    {
        _logs.Out("#\n");
        _logs.OutLines(0, 1_000);
        _logs.Punch(4096, 40_960);
        var chunks = _logs.Read();
        Assert.Equal([0L, 64_002 - (2 + (63 * 64)) - chunks[1].Bytes.Length], chunks.Select(chunk => chunk.CutBytes));
        Assert.Equal("#\n" + string.Concat(Enumerable.Range(0, 63).Select(LogFolder.Line)), LogFolder.Text(chunks[..1]));
        Assert.Equal(string.Concat(Enumerable.Range(704, 296).Select(LogFolder.Line)), LogFolder.Text(chunks[1..]));
    }

    [Theory]
    [InlineData(5, 995)]
    [InlineData(296, 704)]
    [InlineData(297, 62)]      // the one before the hole
    [InlineData(300, 59)]
    public void counts_last_lines_across_a_hole(int last, int first)
    {
        _logs.Out("#\n");
        _logs.OutLines(0, 1_000);
        _logs.Punch(4096, 40_960);
        var text = _logs.ReadOut(last);
        Assert.StartsWith(LogFolder.Line(first), text, StringComparison.Ordinal);
        Assert.Equal(last * 64, text.Length);
    }

    [Fact]
    public void takes_zeroes_that_were_written_for_what_they_are()
    {
        var bytes = new byte[20_000];
        bytes[10_000] = (byte)'\n';
        bytes[^1] = (byte)'\n';
        _logs.Out(bytes);
        var chunks = _logs.Read();
        Assert.Equal(20_000, chunks.Sum(chunk => chunk.Bytes.Length));
        Assert.All(chunks, chunk => Assert.Equal(0, chunk.CutBytes));
    }

    [Fact]
    public void takes_memory_that_does_not_depend_on_the_log()
    {
        for (var i = 0; i < 40; i++) _logs.OutLines(0, 32_768);
        var reader = new LogReader(Mill.Platform.Current.Platform);
        var (most, bytes) = (0L, 0L);
        foreach (var chunk in reader.Read(_logs.Paths, new LogRequest(), () => true, CancellationToken.None))
        {
            bytes += chunk.Bytes.Length;
            if (bytes % (8 * LogFolder.MiB) < chunk.Bytes.Length) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }
        Assert.Equal(80L * LogFolder.MiB, bytes);
        Assert.InRange(most, 0, 40L * LogFolder.MiB);
    }

    [Fact]
    public void turns_into_lines_of_text_without_their_ends()
    {
        _logs.Out([.. "one\r\ntwo\n\n"u8, 0xFF, (byte)'!', (byte)'\n', .. "last\r"u8]);
        Assert.Equal(["one", "two", "", "\uFFFD!", "last"], _logs.Read().Lines().Select(line => line.Text));
    }

    [Fact]
    public void turns_a_cut_into_a_line_of_its_own()
    {
        LogChunk[] chunks = [new(false, "a\n"u8.ToArray(), 0), new(true, "b\n"u8.ToArray(), 7)];
        Assert.Equal([new(false, "a"), new(true, null, 7), new LogLine(true, "b")], chunks.Lines());
    }
}
