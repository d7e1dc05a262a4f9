using FsCheck.Fluent;
using Mill.Runs;

namespace Mill.Tests.Properties;

/// <summary>Whatever the moment, and whatever somebody types.</summary>
public sealed class Any_run_id
{
    [Fact]
    public void is_read_back_and_told_by_its_second() => Chance.Holds(Chance.Moment, moment =>
    {
        var id = RunId.New(moment);
        Assert.True(RunId.TryParse(id.Text, out var same));
        Assert.Equal((id, moment.UtcDateTime.ToString("yyyyMMdd-HHmmss")), (same, same.Second.ToString()));
    });

    [Fact]
    public void comes_after_that_of_an_earlier_second() => Chance.Holds(Chance.Moment.Generator.Zip(Gen.Choose(1, 1 << 24)).ToArbitrary(), two =>
    {
        // Seconds to months: of moments that are further apart, the years alone would tell.
        var (moment, later) = (two.Item1, two.Item1.AddSeconds(Math.Max(1, two.Item2 >> two.Item2 % 24)));
        Assert.Equal(1, Math.Sign(RunId.New(later).CompareTo(RunId.New(moment))));
    });

    [Fact]
    public void is_no_path_and_nothing_but_its_own_letters() => Chance.Holds(
        Chance.Three(Chance.Text.Generator, Gen.Choose(0, 20), Gen.Elements('/', '\\', '.', '\0', '-', '~', 'a', '2', '9', 'A', ' ', '\n', '٣')), odd =>
    {
        var (text, at, letter) = odd;
        const string id = "20260102-030405-abcd";
        foreach (var near in new[] { text, id.Insert(at, $"{letter}"), id[..Math.Min(at, 19)] + letter + id[Math.Min(at + 1, 20)..], id[..at] + text, text + id[at..] })
            if (RunId.TryParse(near, out var read))
            {
                Assert.Matches("^[0-9]{8}-[0-9]{6}-[a-z2-7]{4}\\z", near);
                Assert.Equal((near, near), (read.Text, Path.GetFileName(Path.GetFullPath(near, "/home/runs"))));
            }
    }, times: 2_000);
}
