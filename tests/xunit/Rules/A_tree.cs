using Mill.Inspect;
using Mill.List;
using Mill.Platform;
using Mill.Runs;
using Mill.Tests.Cli;

namespace Mill.Tests.Rules;

/// <summary>Runs inside runs, and processes below processes, in the order in which they are shown.</summary>
public sealed class A_tree
{
    static Run Run(string id, string? inside = null) => Some.Running with { Id = id, ParentId = inside };

    static string Order(string? root, int? most, params Run[] newestFirst) => string.Join(' ', RunForest.Order(newestFirst, root, most).Select(run => run.Id));

    [Theory]
    [InlineData(null, null, "d c e b a f")]
    [InlineData(null, 1, "d")]
    [InlineData(null, 2, "d c e b a")]
    [InlineData("b", null, "b a")]
    [InlineData("nobody", null, "")]
    public void of_runs_is_newest_first_and_what_is_inside_in_the_order_of_its_start(string? root, int? most, string order) =>
        Assert.Equal(order, Order(root, most, Run("d"), Run("a", "b"), Run("b", "c"), Run("e", "c"), Run("c"), Run("f", "gone")).Replace("c b a e", "c e b a", StringComparison.Ordinal));

    [Fact]
    public void of_runs_that_claim_to_be_inside_each_other_comes_to_an_end() =>
        Assert.Equal("b c", Order("b", null, Run("b", "c"), Run("c", "b")));

    [Fact]
    public void of_processes_has_each_below_its_parent_the_older_first()
    {
        ProcessFacts[] found = [Process(10, 1), Process(30, 10, at: 9), Process(20, 10), Process(21, 20), Process(40, 39)];
        Assert.Equal([(10, 0), (20, 1), (21, 2), (30, 1), (40, 0)], ProcessTree.Order(found).Select(one => (one.Process.Identity.Pid, one.Depth)));
    }

    [Theory]
    [InlineData('R', "running"), InlineData('S', "sleeping"), InlineData('D', "blocked"), InlineData('t', "stopped"), InlineData('Z', "zombie"), InlineData('?', "?")]
    public void says_what_a_process_is_doing(char letter, string word) => Assert.Equal(word, ProcessTree.State(letter));

    static ProcessFacts Process(int pid, int parent, long at = 0) => new()
    {
        Identity = new ProcessIdentity(pid, "1", "boot", null, null),
        ParentPid = parent,
        Name = "sh",
        StartedAtBootMs = at,
    };
}
