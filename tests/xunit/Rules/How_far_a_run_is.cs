using Mill.Runs;

namespace Mill.Tests.Rules;

/// <summary>Progress, in words.</summary>
public sealed class How_far_a_run_is
{
    [Theory]
    [InlineData(0, 3, 0)]
    [InlineData(1, 300, 0)]
    [InlineData(12, 18, 67)]
    [InlineData(199, 200, 99)]
    [InlineData(200, 200, 100)]
    [InlineData(0, 0, 0)]
    public void is_all_of_it_only_where_nothing_is_left(int done, int total, int percent) => Assert.Equal(percent, ProgressText.Percent(done, total));
}
