using System.Runtime.InteropServices;
using System.Text;
using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>A worker of the tests: the dummy program, launched as real workers are.</summary>
sealed class Worker : IDisposable
{
    readonly IPlatform _platform;

    /// <summary>Launches one, with a life lock in the folder.</summary>
    public Worker(IPlatform platform, Folder folder, string[] behaviour, bool launcherExits = false, string path = "")
    {
        _platform = platform;
        LockPath = folder["worker.lock"];
        LogPath = folder["worker.log"];
        // One that was launched here before may still be about to end.
        using var life = Until.Some(() => platform.Locks.TryTake(LockPath, create: true), TimeSpan.FromSeconds(60), "the lock is free");
        using var log = platform.Files.OpenToAppend(LogPath);
        Lock = life.File;
        Link = platform.LaunchWorker(new WorkerLaunch
        {
            Path = path.Length > 0 ? path : Places.Dummy,
            Arguments = behaviour,
            Environment = ["DOTNET_ROOT=" + DotnetRoot, "DOTNET_EnableDiagnostics=0", "MILL_TRIAL=" + folder.Root],
            Log = log,
            Life = life,
            LauncherExits = launcherExits,
        });
    }

    public string LockPath { get; }
    public string LogPath { get; }
    public Mill.Runs.FileId Lock { get; }
    public WorkerLink Link { get; }
    public int Pid { get; private set; }

    /// <summary>Its answer, all of it, line by line.</summary>
    public string[] Answer(string orders = "")
    {
        if (orders.Length > 0) Link.Send(Encoding.UTF8.GetBytes(orders));
        Link.DoneSending();
        return Encoding.UTF8.GetString(Link.ReceiveAll()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Its next line.</summary>
    public string Line()
    {
        var line = new List<byte>();
        using var pipe = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(Link.FromWorker.DangerousGetHandle(), false), FileAccess.Read, 0);
        for (var next = pipe.ReadByte(); next is not (-1 or '\n'); next = pipe.ReadByte()) line.Add((byte)next);
        return Encoding.UTF8.GetString([.. line]);
    }

    /// <summary>Its first line, which is its pid.</summary>
    public Worker Ready()
    {
        var line = Line();
        Pid = int.TryParse(line, out var pid) ? pid : throw new InvalidOperationException($"The worker said '{line}': {File.ReadAllText(LogPath)}");
        return this;
    }

    /// <summary>Ends it, if it still is there.</summary>
    public void Dispose()
    {
        Link.Dispose();
        if (Pid == 0) return;
        if (_platform.Processes.Look(Pid) is not { } facts) return;
        using var handle = _platform.Processes.Open(facts.Identity);
        handle?.Send(StopSignal.Kill);
        handle?.WaitForExit(TimeSpan.FromSeconds(10));
    }

    /// <summary>Where .NET is, for programs that are given no environment.</summary>
    public static string DotnetRoot => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
}
