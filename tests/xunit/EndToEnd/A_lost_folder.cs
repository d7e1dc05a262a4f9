namespace Mill.Tests.EndToEnd;

/// <summary>A run whose whole folder somebody has removed.</summary>
public sealed class A_lost_folder : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void of_a_live_run_ends_its_process_and_is_not_made_anew()
    {
        var id = _home.Start("--", "sleep", "600");
        _home.HeartbeatOf(id);
        var (worker, process) = (_home.WorkerOf(id), _home.ProcessOf(id));

        Directory.Delete(_home.Folder(id), recursive: true);

        Until.True(() => !ProcFs.IsAlive(process) && !ProcFs.IsAlive(worker), TimeSpan.FromSeconds(40), "process and worker end");
        Assert.False(Directory.Exists(_home.Folder(id)));
    }
}
