using Mill.PowerShell;
using Mill.Runs;
using Mill.Tests.Cli;

namespace Mill.Tests.Cmdlets;

/// <summary>Which runs are shown where some were named, and only the newest so many are wanted.</summary>
public sealed class The_newest_of_named_runs
{
    // Of "c/b", b is inside c; the letters are in the order in which the runs were asked for.
    static string Newest(int most, bool inTree, string named)
    {
        var (runs, client) = (new NewestRuns(), new MillClient(new MillOptions { Home = "/nowhere" }));
        foreach (var name in named.Split(' ').Select(word => word.Split('/')))
            runs.Add(client, Some.Running with { Id = name[^1], Directory = $"/{name[^1]}", ParentId = name is [var outer, _] ? outer : null, CreatedAt = Some.Now.AddSeconds(name[^1][0]) }, inTree);
        return string.Join(' ', runs.Take(most).Select(one => one.Run.Id));
    }

    [Theory]
    [InlineData(1, "a b", "b")]
    [InlineData(2, "b c a", "c b")]
    [InlineData(5, "a b", "b a")]
    [InlineData(2, "b b a", "b a")]
    [InlineData(1, "a a/b", "b")]
    public void are_counted_over_all_that_were_named(int most, string named, string newest) => Assert.Equal(newest, Newest(most, inTree: false, named));

    [Theory]
    [InlineData(1, "a a/b b/c", "a b c")]
    [InlineData(1, "a a/b d d/e", "d e")]
    [InlineData(2, "a a/b d d/e", "d e a b")]
    [InlineData(1, "x/b x/c", "c")]
    public void of_trees_are_the_outermost_with_all_inside_them(int most, string named, string newest) => Assert.Equal(newest, Newest(most, inTree: true, named));
}
