using Mill.Runs;

namespace Mill.Tests.Cli;

/// <summary>Amounts of bytes, read and said.</summary>
public sealed class Sizes_are
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("512b", 512)]
    [InlineData("64k", 65_536)]
    [InlineData("64K", 65_536)]
    [InlineData("64KB", 65_536)]
    [InlineData("64 KiB", 65_536)]
    [InlineData("512MiB", 536_870_912)]
    [InlineData("1.5g", 1_610_612_736)]
    [InlineData("2GB", 2_147_483_648)]
    [InlineData("1T", 1_099_511_627_776)]
    public void read(string text, long bytes) => Assert.Equal(bytes, Sizes.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1k")]
    [InlineData("0")]
    [InlineData("0GB")]
    [InlineData("0.1")]
    [InlineData("NaN")]
    [InlineData("1e9")]
    [InlineData("k")]
    [InlineData("5x")]
    [InlineData("5bb")]
    [InlineData("5kbb")]
    [InlineData("1.2.3M")]
    [InlineData("99999999999999999999")]
    [InlineData("5000P")]
    public void refused_where_they_make_no_sense(string text)
    {
        var refused = Assert.Throws<MillException>(() => Sizes.Parse(text));
        Assert.Equal(MillError.BadValue, refused.Code);
        Assert.Contains($"'{text}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("512MiB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void nothing_where_nothing_makes_sense() => Assert.Equal(0, Sizes.Parse("0", orZero: true));

    [Theory]
    [InlineData(-5, "0 B")]
    [InlineData(512, "512 B")]
    [InlineData(1_024, "1 KB")]
    [InlineData(1_023_999, "1000 KB")]
    [InlineData(1_048_570, "1 MB")]
    [InlineData(1_288_490_189, "1.2 GB")]
    [InlineData(long.MaxValue, "8192 PB")]
    public void said_in_the_largest_unit(long bytes, string said) => Assert.Equal(said, Sizes.Say(bytes));
}
