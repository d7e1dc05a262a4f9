using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Mill.Runs;

namespace Mill.Tests.Properties;

/// <summary>Lengths of time and amounts of bytes, written and read.</summary>
public sealed class Any_amount
{
    static readonly Arbitrary<long> s_milliseconds = Numbers((long)Durations.Longest.TotalMilliseconds);
    static readonly Arbitrary<long> s_bytes = Numbers(1L << 53);

    // Small ones as often as large ones.
    static Arbitrary<long> Numbers(long most) => Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 52))
        .Select(two => 1 + (two.Item1 * (1L << 31) + two.Item1) % Math.Max(1, Math.Min(most, 1L << two.Item2))).ToArbitrary();

    [Fact]
    public void of_time_is_read_as_it_was_written_in_any_unit() => Chance.Holds(s_milliseconds, ms =>
    {
        var time = TimeSpan.FromMilliseconds(ms);
        Assert.Equal(time, Durations.Parse($"{ms}ms"));
        Assert.Equal(time, Durations.Parse(time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)));
        Assert.Equal(time, Durations.Parse($"{time.Days}d{time.Hours}h{time.Minutes}m{time.Seconds}s{time.Milliseconds}ms"));
    });

    [Fact]
    public void of_time_is_said_so_that_it_can_be_read_again() => Chance.Holds(s_milliseconds, ms =>
    {
        var time = TimeSpan.FromMilliseconds(ms);
        var read = Durations.Parse(Durations.Say(time));
        Assert.Equal(Durations.Say(time), Durations.Say(read));
        Assert.InRange((time - read).TotalMilliseconds, 0, time.TotalMilliseconds / 10);
    });

    [Fact]
    public void of_bytes_is_read_as_it_was_written() => Chance.Holds(s_bytes, bytes =>
    {
        Assert.Equal(bytes, Sizes.Parse(bytes.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(bytes >> 20 << 10, bytes >> 20 == 0 ? 0 : Sizes.Parse($"{bytes >> 20}KiB"));
    });

    [Fact]
    public void of_bytes_is_said_so_that_it_can_be_read_again() => Chance.Holds(s_bytes, bytes =>
        Assert.Equal(Sizes.Say(bytes), Sizes.Say(Sizes.Parse(Sizes.Say(bytes)))));

    [Fact]
    public void that_is_negative_or_absurd_is_refused_and_anything_else_is_refused_or_sensible() => Chance.Holds(
        Chance.Three(Chance.Text.Generator, s_milliseconds.Generator, Gen.Elements("", "ms", "s", "m", "h", "d", "w", "GB", "k", "e9", " ")), odd =>
    {
        var (text, number, unit) = odd;
        Assert.Null(Time($"-{number}{unit}"));
        Assert.Null(Size($"-{number}{unit}"));
        Assert.Null(Time($"{(long)Durations.Longest.TotalMilliseconds + number}ms"));
        foreach (var typed in new[] { text, $"{number}{unit}", $"{text}{unit}", $"{number}{unit}{text}", $"{number}.{number}{unit}" })
        {
            if (Time(typed) is { } time) Assert.InRange(time, TimeSpan.FromTicks(1), Durations.Longest);
            if (Size(typed) is { } size) Assert.InRange(size, 1, 1L << 60);
        }
    });

    static TimeSpan? Time(string text)
    {
        try { return Durations.Parse(text); }
        catch (MillException e) when (e.Code == MillError.BadValue) { return null; }
    }

    static long? Size(string text)
    {
        try { return Sizes.Parse(text); }
        catch (MillException e) when (e.Code == MillError.BadValue) { return null; }
    }
}
