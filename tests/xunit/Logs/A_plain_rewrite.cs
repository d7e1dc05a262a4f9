using Mill.Logs;
using Xunit;

namespace Mill.Tests.Logs;

public sealed class A_plain_rewrite : IDisposable
{
    const long Cap = 16 << 10;
    readonly LogFolder _logs = new();

    public void Dispose() => _logs.Dispose();

    long Rewrite() => PlainRewrite.Rewrite(_logs.Files, _logs.Paths.Out, Cap);

    void Cut()
    {
        using var log = _logs.OpenOut();
        new LogWatch(_logs.Files, TimeProvider.System, log, Cap).Look();
    }

    [Fact]
    public void keeps_head_and_tail_in_whole_lines_and_says_what_is_missing()
    {
        _logs.Out("#\n"); // so that no line begins where a block does
        _logs.OutLines(0, 1_000);
        Cut();
        var cut = Rewrite();
        var lines = File.ReadAllLines(_logs.Paths.Out);
        Assert.Equal($"[mill: {cut} bytes cut here]", lines.Single(line => line.StartsWith('[')));
        Assert.Equal(127 + 1, Array.FindIndex(lines, line => line.StartsWith('[')));
        Assert.Equal(LogFolder.Line(999).TrimEnd(), lines[^1]);
        Assert.All(lines[1..].Where(line => line[0] != '['), line => Assert.Equal(63, line.Length));
        Assert.Equal(64_002, cut + File.ReadAllBytes(_logs.Paths.Out).Length - PlainRewrite.Marker(cut).Length);
    }

    [Fact]
    public void leaves_nothing_to_do_for_a_second_one()
    {
        _logs.OutLines(0, 1_000);
        Cut();
        Rewrite();
        var once = File.ReadAllBytes(_logs.Paths.Out);
        Assert.Equal(0, Rewrite());
        Assert.Equal(once, File.ReadAllBytes(_logs.Paths.Out));
    }

    [Fact]
    public void leaves_a_log_that_was_not_cut_as_the_file_it_is()
    {
        _logs.OutLines(0, 200);
        var before = _logs.Files.Look(_logs.Paths.Out)!.Value.Id;
        Assert.Equal(0, Rewrite());
        Assert.Equal(before, _logs.Files.Look(_logs.Paths.Out)!.Value.Id);
    }

    [Fact]
    public void of_no_log_does_nothing()
    {
        Assert.Equal(0, Rewrite());
        Assert.Empty(Directory.GetFiles(_logs.Folder));
    }

    [Fact]
    public void clears_away_what_an_earlier_one_left_behind()
    {
        var stage = _logs.Paths.Out + PlainRewrite.StageSuffix;
        File.WriteAllText(stage, "half of someth");
        _logs.OutLines(0, 1_000);
        Cut();
        Assert.True(Rewrite() > 0);
        Assert.Equal([_logs.Paths.Out], Directory.GetFiles(_logs.Folder));
        Assert.DoesNotContain("half", File.ReadAllText(_logs.Paths.Out), StringComparison.Ordinal);
    }

    [Fact]
    public void of_one_endless_line_keeps_its_newest_part()
    {
        _logs.Out(new string('x', 200_000) + "end");
        Cut();
        var cut = Rewrite();
        var text = File.ReadAllText(_logs.Paths.Out);
        Assert.StartsWith(PlainRewrite.Marker(cut), text, StringComparison.Ordinal);
        Assert.EndsWith("xend", text, StringComparison.Ordinal);
        Assert.Equal(200_003, cut + text.Length - PlainRewrite.Marker(cut).Length);
    }
}
