using System.Collections.Concurrent;
using System.Text;
using Mill.Logs;
using Mill.Platform;
using Mill.Runs;
using Xunit;

namespace Mill.Tests.Logs;

public sealed class Following_a_log : IDisposable
{
    static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);
    readonly LogFolder _logs = new();
    readonly BlockingCollection<LogChunk> _seen = [];
    readonly CancellationTokenSource _stop = new();
    readonly Thread _follower;
    volatile bool _isOver;

    public Following_a_log() => _follower = new Thread(Follow) { IsBackground = true };

    public void Dispose()
    {
        _stop.Cancel();
        if (_follower.IsAlive) _follower.Join();
        _stop.Dispose();
        _seen.Dispose();
        _logs.Dispose();
    }

    void Follow()
    {
        var reader = new LogReader(Current.Platform);
        foreach (var chunk in reader.Read(_logs.Paths, new LogRequest { Follow = true }, () => _isOver, _stop.Token)) _seen.Add(chunk);
        _seen.CompleteAdding();
    }

    string Next()
    {
        Assert.True(_seen.TryTake(out var chunk, s_deadline), "nothing came");
        return Encoding.UTF8.GetString(chunk.Bytes.Span);
    }

    List<LogChunk> Rest()
    {
        _isOver = true;
        Assert.True(_follower.Join(s_deadline), "the follower does not end");
        return [.. _seen];
    }

    [Fact]
    public void gives_lines_as_they_come_and_a_line_without_an_end_last()
    {
        _follower.Start();
        _logs.Out("one\n");
        Assert.Equal("one\n", Next());
        _logs.Out("tw");
        _logs.Out("o\nthr");
        Assert.Equal("two\n", Next());
        _logs.Err("oops\n");
        Assert.Equal("oops\n", Next());
        _logs.Out("ee");
        Assert.Equal("three", LogFolder.Text(Rest()));
    }

    [Fact]
    public void tells_of_a_line_sooner_than_a_look_each_second_would()
    {
        _logs.Out("first\n");
        _follower.Start();
        Next();
        Assert.InRange(Enumerable.Range(0, 5).Min(TakesToTell), TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }

    TimeSpan TakesToTell(int number)
    {
        var since = TimeProvider.System.GetTimestamp();
        _logs.Out($"{number}\n");
        Assert.Equal($"{number}\n", Next());
        return TimeProvider.System.GetElapsedTime(since);
    }

    [Fact]
    public void ends_when_cancelled()
    {
        _follower.Start();
        _logs.Out("one\n");
        Next();
        _stop.Cancel();
        Assert.True(_follower.Join(s_deadline));
    }

    [Fact]
    public void C75_goes_on_from_the_start_when_the_process_empties_its_log()
    {
        _logs.Out("one\ntwo\n");
        _follower.Start();
        Assert.Equal("one\ntwo\n", Next());
        File.WriteAllText(_logs.Paths.Out, "new\n");
        Assert.Equal("new\n", Next());
        Assert.Empty(Rest());
    }

    [Fact]
    public void repeats_nothing_when_the_log_is_replaced_by_its_plain_rewrite()
    {
        _logs.OutLines(0, 1_000);
        _logs.Punch(4096, 40_960);
        _follower.Start();
        Assert.Contains(LogFolder.Line(0), Next(), StringComparison.Ordinal);
        Assert.True(PlainRewrite.Rewrite(_logs.Files, _logs.Paths.Out, 8192) > 0);
        var rest = LogFolder.Text(Rest());
        Assert.DoesNotContain("[mill:", rest, StringComparison.Ordinal);
        Assert.Single(rest.Split('\n'), line => line + "\n" == LogFolder.Line(999));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C75_gives_every_line_that_was_not_cut_once_whole_and_in_order_while_the_log_is_written_and_cut(bool slowly)
    {
        const int lines = 10_000, newest = 300; // fewer than are kept behind the head
        const long cap = 64 << 10;
        _follower.Start();
        using var log = _logs.OpenOut();
        var watch = new LogWatch(_logs.Files, TimeProvider.System, log, cap);
        for (var i = 0; i < lines; i++)
        {
            _logs.Files.Append(log, Encoding.ASCII.GetBytes(LogFolder.Line(i)));
            if (i % 100 == 99) watch.Look();
            // A follower that keeps up has read all of it before it is cut.
            if (slowly && i % newest == newest - 1) WaitUntilSeen(LogFolder.Line(i));
        }
        var chunks = _inTime.Concat(Rest()).ToList();
        var numbers = Numbers(chunks);
        Assert.Equal(numbers.Order().Distinct(), numbers);
        Assert.Equal(lines - 1, numbers[^1]);
        Assert.Equal(lines * 64L, chunks.Sum(chunk => chunk.Bytes.Length + chunk.CutBytes));
        Assert.True(watch.CutBytes > 0);
        Assert.Equal(Enumerable.Range(lines - newest, newest), numbers.TakeLast(newest));
        if (slowly) Assert.Equal(lines, numbers.Count);
    }

    readonly List<LogChunk> _inTime = [];

    void WaitUntilSeen(string line)
    {
        do
        {
            Assert.True(_seen.TryTake(out var chunk, s_deadline), "nothing came");
            _inTime.Add(chunk);
        }
        while (!LogFolder.Text(_inTime[^1..]).EndsWith(line, StringComparison.Ordinal));
    }

    static List<int> Numbers(IEnumerable<LogChunk> chunks) => chunks.Lines().Where(line => line.Text is not null).Select(line =>
    {
        var number = int.Parse(line.Text![..10]);
        Assert.Equal(LogFolder.Line(number).TrimEnd(), line.Text);
        return number;
    }).ToList();
}
