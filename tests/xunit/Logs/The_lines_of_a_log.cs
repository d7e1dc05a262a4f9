using System.Text;
using Mill.Logs;

namespace Mill.Tests.Logs;

/// <summary>Stretches of logs as lines. A stretch is written as <c>o:</c> or <c>e:</c> and its text; <c>!</c> in front says that something was cut before it.</summary>
public sealed class The_lines_of_a_log
{
    static IEnumerable<LogChunk> Chunks(string[] stretches) => stretches.Select(one =>
        new LogChunk(one.TrimStart('!')[0] == 'e', Encoding.UTF8.GetBytes(one.TrimStart('!')[2..]), one.StartsWith('!') ? 7 : 0));

    static string[] Said(IEnumerable<LogLine> lines) => [.. lines.Select(line => $"{(line.IsErr ? 'e' : 'o')}:{line.Text ?? $"<{line.CutBytes}>"}")];

    [Theory]
    [InlineData(new[] { "o:a\nb\n" }, new[] { "o:a", "o:b" })]
    [InlineData(new[] { "o:a\r\n\nb" }, new[] { "o:a", "o:", "o:b" })]
    [InlineData(new[] { "o:a", "o:b\nc" }, new[] { "o:ab", "o:c" })]
    [InlineData(new[] { "o:a", "e:x\n", "o:b", "o:c\n" }, new[] { "e:x", "o:abc" })]
    [InlineData(new[] { "o:a", "e:x" }, new[] { "o:a", "e:x" })]
    [InlineData(new[] { "o:a\n", "!o:b\n" }, new[] { "o:a", "o:<7>", "o:b" })]
    [InlineData(new[] { "o:a", "!o:b\n" }, new[] { "o:a", "o:<7>", "o:b" })]
    [InlineData(new[] { "o:a\n", "!o:" }, new[] { "o:a", "o:<7>" })]
    [InlineData(new[] { "o:a\n[mill: 12 bytes cut here]\nb\n" }, new[] { "o:a", "o:<12>", "o:b" })]
    [InlineData(new[] { "o:[mill: x bytes cut here]\n [mill: 1 bytes cut here]\n" }, new[] { "o:[mill: x bytes cut here]", "o: [mill: 1 bytes cut here]" })]
    public void are_whole(string[] stretches, string[] lines) => Assert.Equal(lines, Said(Chunks(stretches).WholeLines()));

    [Fact]
    public void come_before_the_next_stretch_is_asked_for()
    {
        IEnumerable<LogChunk> Growing()
        {
            yield return Chunks(["o:a\n"]).Single();
            throw new InvalidOperationException("too far");
        }

        Assert.Equal(["o:a"], Said(Growing().WholeLines().Take(1)));
    }
}
