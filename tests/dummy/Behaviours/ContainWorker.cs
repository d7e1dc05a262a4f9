using Mill.Platform;
using Mill.Platform.Linux;

namespace Mill.Dummy.Behaviours;

/// <summary>Launches a worker from inside a control group, as a run inside a limited run is, ends the group, and says
/// what came of the worker. Arguments: a folder to work in, and where .NET is.</summary>
static class ContainWorker
{
    static readonly TimeSpan s_longEnough = TimeSpan.FromMilliseconds(300);

    public static int Run(string[] arguments)
    {
        using var group = ControlGroup.TryMake(memory: null, processors: null);
        if (group is null) return 77;
        WorkerLink link;
        using (group.Enter())
        {
            link = Launch(arguments[0], arguments[1]);
            // So that the worker looks for us while we are in there.
            Current.Platform.Pause(s_longEnough);
        }
        link.DoneSending();
        var pid = int.Parse(System.Text.Encoding.UTF8.GetString(link.ReceiveAll()), System.Globalization.CultureInfo.InvariantCulture);
        using var worker = Current.Platform.Processes.Open(Current.Platform.Processes.Look(pid)!.Identity)!;
        Console.WriteLine($"beside us {ControlGroupPlace.Of(pid) == ControlGroupPlace.Own()}");
        Console.WriteLine($"kill {group.Kill(_ => false)} ended {worker.WaitForExit(TimeSpan.FromMilliseconds(300))}");
        worker.Send(StopSignal.Kill);
        return 0;
    }

    static WorkerLink Launch(string folder, string dotnet)
    {
        using var log = Current.Platform.Files.OpenToAppend(Path.Combine(folder, "worker.log"));
        using var life = Current.Platform.Locks.TryTake(Path.Combine(folder, "worker.lock"), create: true)!;
        return Current.Platform.LaunchWorker(new WorkerLaunch
        {
            Path = Environment.ProcessPath!,
            Arguments = ["hold-life"],
            Environment = [$"DOTNET_ROOT={dotnet}"],
            Log = log,
            Life = life,
        });
    }
}
