using System.Text;
using Mill.Logs;
using Mill.Runs;
using Xunit;

namespace Mill.Tests.Logs;

public sealed class A_stored_text
{
    [Theory]
    [InlineData("", 5, "", false, 0)]
    [InlineData("hello", 5, "hello", false, 5)]
    [InlineData("hello!", 5, "ello!", true, 6)]
    [InlineData("aé", 2, "é", true, 3)]
    [InlineData("éé", 3, "é", true, 4)]
    [InlineData("x😀😀", 7, "😀", true, 9)]
    [InlineData("\ud800ab", 4, "ab", true, 5)]
    [InlineData("one\ntwo\nthree", 10, "two\nthree", true, 13)]
    [InlineData("one\ntwo\nthree", 9, "two\nthree", true, 13)]
    [InlineData("one\ntwo\nthree", 8, "three", true, 13)]
    [InlineData("one\ntwothree\n", 5, "hree\n", true, 13)]
    public void keeps_its_tail_in_whole_lines_and_characters(string text, int max, string kept, bool truncated, long original) =>
        Assert.Equal(new StoredText(kept, truncated, original), StoredTexts.Cut(text, max));

    [Fact]
    public void has_at_most_100_KB_unless_said_otherwise()
    {
        var cut = StoredTexts.Cut(new string('é', 200_000));
        Assert.Equal(100_000, Encoding.UTF8.GetByteCount(cut.Text));
        Assert.Equal((true, 400_000L), (cut.Truncated, cut.OriginalBytes));
    }
}
