using Mill.Runs;

namespace Mill.Tests.Cli;

/// <summary>Lengths of time, read and said.</summary>
public sealed class Lengths_of_time_are
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("30", 30_000)]
    [InlineData("0.5", 500)]
    [InlineData("10m", 600_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1h 30m 5s", 5_405_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("1w", 604_800_000)]
    [InlineData("3650d", 315_360_000_000)]
    public void read(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Durations.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-5")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("0")]
    [InlineData("0s")]
    [InlineData("0.0001ms")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e3")]
    [InlineData("1h30")]
    [InlineData("5x")]
    [InlineData("s")]
    [InlineData("1..5s")]
    [InlineData("0x10")]
    [InlineData("1,5s")]
    [InlineData("11000d")]
    [InlineData("99999999999999999999d")]
    [InlineData("9223372036854775807")]
    public void refused_where_they_make_no_sense(string text)
    {
        var refused = Assert.Throws<MillException>(() => Durations.Parse(text));
        Assert.Equal(MillError.BadValue, refused.Code);
        Assert.Contains($"'{text}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("1h30m", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void nothing_where_nothing_makes_sense() => Assert.Equal(TimeSpan.Zero, Durations.Parse("0", orZero: true));

    [Theory]
    [InlineData(-1, "0s", "0s")]
    [InlineData(0, "0s", "0s")]
    [InlineData(850, "850ms", "0s")]
    [InlineData(1_000, "1s", "1s")]
    [InlineData(1_490, "1.4s", "1s")]
    [InlineData(9_999, "9.9s", "9s")]
    [InlineData(59_999, "59s", "59s")]
    [InlineData(192_000, "3m 12s", "3m")]
    [InlineData(180_000, "3m", "3m")]
    [InlineData(7_500_000, "2h 5m", "2h")]
    [InlineData(273_600_000, "3d 4h", "3d")]
    public void said_in_two_units_or_one(long milliseconds, string said, string roughly)
    {
        Assert.Equal(said, Durations.Say(TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Equal(roughly, Durations.SayRoughly(TimeSpan.FromMilliseconds(milliseconds)));
    }
}
