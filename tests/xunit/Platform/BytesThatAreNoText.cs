using System.Text;
using Mill.Platform;

namespace Mill.Tests.Platform;

public sealed class Bytes_that_are_no_text
{
    [Theory]
    [InlineData("")]
    [InlineData("61C3A9F09F9880")]
    [InlineData("FF")]
    [InlineData("61FFFE62")]
    [InlineData("C3")]
    [InlineData("F09F9861")]
    [InlineData("EDA080EDB080")]
    [InlineData("F0908080FF80EFBFBD")]
    public void come_back_as_they_were(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Equal(bytes, ByteText.Bytes(ByteText.Of(bytes)));
    }

    [Fact]
    public void are_told_from_text()
    {
        Assert.All(["plain", "", "é😀\uFFFD"], text => Assert.False(ByteText.HasHalves(text)));
        Assert.All(["\uDCFF", "a\uD83D", "😀\uDC80"], text => Assert.True(ByteText.HasHalves(text)));
    }

    [Fact]
    public void leave_text_as_it_is() => Assert.Equal("aé😀", ByteText.Of(Encoding.UTF8.GetBytes("aé😀")));

    [Fact]
    public void count_in_the_environment_where_nobody_has_changed_the_variable_since()
    {
        var all = Surroundings.Whole(
            new(StringComparer.Ordinal) { ["KEPT"] = "\uFFFDa", ["CHANGED"] = "new\uFFFD", ["N\uFFFD"] = "1", ["TEXT"] = "\uFFFD" },
            [[.. "KEPT="u8, 0xFF, .. "a"u8], [.. "CHANGED="u8, 0xFF], [.. "REMOVED="u8, 0xFF], [.. "N"u8, 0xFE, .. "=1"u8], [.. "TEXT=\uFFFD"u8], [0xFF]]);

        Assert.Equal(["CHANGED=new\uFFFD", "KEPT=\uDCFFa", "N\uDCFE=1", "TEXT=\uFFFD"], all.Select(one => $"{one.Key}={one.Value}").Order(StringComparer.Ordinal));
    }
}
