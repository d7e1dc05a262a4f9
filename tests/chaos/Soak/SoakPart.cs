using System.Globalization;

namespace Mill.Chaos.Soak;

/// <summary>Everything that people and accidents do to runs, at random and from several sides at once, on one home; then every run that is left is recounted, and before that
/// each that is removed.</summary>
static class SoakPart
{
    const int Actors = 5, Bystanders = 3;

    /// <summary>Goes on for half an hour, or as long as was said.</summary>
    public static void Run(Trial trial)
    {
        using var world = new World(trial);
        var bystanders = Enumerable.Range(0, Bystanders).Select(_ => new Bystander()).ToArray();
        var time = trial.Limit ?? TimeSpan.FromSeconds(trial.IsShort ? 60 : 1800);
        Act(world, time);
        new Closing(world).Close();
        new Reckoning(world).Reckon();
        foreach (var one in bystanders)
        {
            trial.Must(ProcFs.IsAlive(one.Pid), $"bystander {one.Pid} came to harm");
            one.Dispose();
        }
        Tell(trial, world);
    }

    static void Act(World world, TimeSpan time)
    {
        using var over = new CancellationTokenSource(time);
        var actors = Enumerable.Range(1, Actors).Select(number => new Thread(() => new Actor(world, number).Go(over.Token))).ToList();
        actors.ForEach(actor => actor.Start());
        while (!over.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {world.Trial.Elapsed.TotalMinutes:0.0} min: {world.Ledger.All.Count} runs known, {world.Active().Length} active, {world.Trial.Faults} faults"));
        actors.ForEach(actor => actor.Join());
    }

    static void Tell(Trial trial, World world)
    {
        foreach (var (deed, times) in world.Deeds.OrderBy(deed => deed.Key, StringComparer.Ordinal)) Console.WriteLine($"    {deed}: {times}");
        int Of(params string[] deeds) => deeds.Sum(deed => world.Deeds.GetValueOrDefault(deed));
        trial.Tell("things done at random, from five sides at once", "", $"{world.Deeds.Where(deed => !deed.Key.StartsWith("said ", StringComparison.Ordinal) && !deed.Key.StartsWith("swept ", StringComparison.Ordinal) && deed.Key is not ("runs" or "mill killed") && !deed.Key.StartsWith("warned", StringComparison.Ordinal)).Sum(deed => deed.Value)}");
        trial.Tell("runs that a start returned", "", $"{Of("runs")}");
        trial.Tell("of them untouched, that ended exactly as their command does", "all", $"{world.Ledger.All.Count(run => run.IsAsItMust == true)} of {world.Ledger.All.Count(run => run.IsAsItMust is not null)}");
        trial.Tell("workers and processes killed; `mill` killed while it started, stopped, repaired or watched", "", $"{Of("kill a worker", "kill a process")}; {Of("mill killed", "start and kill its mill", "watch and kill it")}");
        trial.Tell("runs recounted from their events, in the end or before they were removed; their generations", "", $"{world.Ledger.All.Count(run => run.Generations is not null)}; {world.Ledger.All.Sum(run => run.Generations ?? 0)}");
        trial.Tell("runs, ends, notes, answers lost; processes left; bystanders harmed", "0", $"{trial.Faults}");
    }
}
