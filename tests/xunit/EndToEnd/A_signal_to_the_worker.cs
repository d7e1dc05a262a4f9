namespace Mill.Tests.EndToEnd;

/// <summary>What signals to the worker itself do: nothing, but some are told.</summary>
public sealed class A_signal_to_the_worker : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(Libc.Term, "TERM")]
    [InlineData(Libc.Int, "INT")]
    [InlineData(Libc.Hup, "HUP")]
    public void C21_that_usually_ends_is_told_and_ignored(int signal, string name)
    {
        var id = _home.StartScript("while ! [ -e go ]; do sleep 0.05; done");
        Assert.True(Libc.Signal(_home.WorkerOf(id), signal));

        Until.True(() => _home.Events(id, "worker:signal").Length == 1, s_soon, "the signal is told");
        Assert.Contains(name, _home.Events(id, "worker:signal")[0].Text("payload.signal"));
        GoesOn(id);
    }

    [Theory]
    [InlineData(4)] // SIGILL
    [InlineData(5)] // SIGTRAP
    [InlineData(6)] // SIGABRT
    [InlineData(7)] // SIGBUS
    public void that_usually_is_a_fault_does_not_end_it(int signal)
    {
        var id = _home.StartScript("while ! [ -e go ]; do sleep 0.05; done");
        Assert.True(Libc.Signal(_home.WorkerOf(id), signal));
        GoesOn(id);
    }

    [Fact]
    public void C20_that_is_harmless_is_no_event()
    {
        var id = _home.StartScript("while ! [ -e go ]; do sleep 0.05; done");
        foreach (var signal in new[] { Libc.Winch, Libc.Cont, Libc.Urg, Libc.Pipe }) Assert.True(Libc.Signal(_home.WorkerOf(id), signal));

        GoesOn(id);
        Assert.Empty(_home.Events(id, "worker:signal"));
    }

    void GoesOn(string id)
    {
        Assert.Equal("running", _home.Get(id).Text("effectiveStatus"));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        Assert.Equal("complete", _home.Ended(id).Text("status"));
    }
}
