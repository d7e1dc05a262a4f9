namespace Mill.Tests.Security;

/// <summary>What tests can do to a build that they are for, and nobody to one that is handed out.</summary>
public sealed class A_released_build : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("MILL_DIE_AT")]
    [InlineData("MILL_FAIL_AT")]
    public void is_ended_at_no_step(string variable)
    {
        Assert.SkipWhen(Places.HasSteps, "This build is one for tests.");
        var options = new RunOptions { Environment = new Dictionary<string, string?> { [variable] = "worker.launched" } };
        var id = _home.MillWith(options, "start", "--", "true").Expect(0).Out.Trim();

        Assert.Equal("complete", _home.Ended(id).Text("status"));
    }
}
