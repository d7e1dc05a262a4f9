using System.Text.Json;
using Mill.Json;
using Mill.Platform;
using Mill.Retention;
using Mill.Runs;
using Mill.Store;

namespace Mill.Supervise;

/// <summary>The process that supervises one run from start to end.</summary>
internal static class Worker
{
    /// <summary>Its entry: takes what the launcher handed over, and does not return before the run is over.</summary>
    public static int Main(string[] args)
    {
        var platform = Current.Platform;
        var inherited = platform.TakeInheritance();
        Steps.Reached("worker.started");
        if (Orders(inherited) is not { } orders) return 1; // The launcher is gone; the life lock goes with this process.
        Steps.Reached("worker.orders-read");
        if (!RunId.TryParse(orders.RunId, out var id)) return 1;
        var folder = new HomeFolder(platform, orders.Home).Run(id);
        using var supervisor = platform.Supervise();
        var life = new Supervision(folder, orders, inherited, supervisor);
        var code = life.Live();
        // One that never came to its run would find it waiting, and launch the next that cannot come to it: its launcher hands on.
        if (!life.HasBegun) return code;
        HandOn(folder.Home);
        Sweep(folder.Home);
        return code;
    }

    // Its slot is free, and it may be what others wait for; nobody else is there to look.
    static void HandOn(HomeFolder home) => new Queue.Dispatcher(home, new MillOptions { Home = home.Path }, exits: true).HandOn();

    // The run is over and its life lock given back: nobody has to wait for this.
    static void Sweep(HomeFolder home)
    {
        try
        {
            new Sweeper(home, new Remover(home, new Repair.Repairer(home, (_, _) => null))).SweepIfDue();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MillException)
        {
            // The home is gone, full or not ours any more: old logs stay until somebody sweeps.
        }
    }

    static WorkerOrders? Orders(Inheritance inherited)
    {
        var bytes = Pipes.ReadToEnd(inherited.FromLauncher);
        inherited.FromLauncher.Dispose();
        try
        {
            return bytes.Length == 0 ? null : MillJson.Read<WorkerOrders>(bytes, Forms.Of);
        }
        catch (JsonException)
        {
            return null; // Cut short: the launcher died while it wrote.
        }
    }
}
