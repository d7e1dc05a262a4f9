using System.Diagnostics;

namespace Mill.Tests.Harness;

/// <summary>A process that has nothing to do with any run, and must come to no harm.</summary>
sealed class Bystander : IDisposable
{
    readonly Process _process = Programs.Start("/bin/sleep", ["86400"], new RunOptions());

    public int Pid => _process.Id;

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
