using Mill.PowerShell;
using Mill.Runs;

namespace Mill.Tests.Cmdlets;

/// <summary>What a bar is drawn from, once a second for as long as the run lives.</summary>
public sealed class A_look_at_a_run : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    // When it is usually done is found in up to two hundred other runs, and no bar shows it.
    [Fact]
    public void reads_no_other_run_of_its_name()
    {
        _home.RunToEnd("--name", "nightly", "--", "true");
        Assert.True(RunId.TryParse(_home.Start("--name", "nightly", "--", "sleep", "600"), out var id));
        Assert.NotNull(_home.Client.Get(id).ExpectedEndAt);

        var look = Looks.At(_home.Client, id, CancellationToken.None).First();

        Assert.Equal((id.Text, EffectiveStatus.Running), (look.Run.Id, look.Run.EffectiveStatus));
        Assert.Null(look.Run.ExpectedEndAt);
    }
}
