namespace Mill.Chaos.Soak;

/// <summary>One of those who do things at random, each by a chance of its own.</summary>
sealed class Actor(World world, int number)
{
    const int MostAtOnce = 40;

    readonly Random _chance = new(world.Trial.Seed + number);

    (int Weight, string Name, Action Act)[] Table() => [.. new Starts(world, _chance).Acts, .. new Changes(world, _chance).Acts, .. new Kills(world, _chance).Acts, .. new Looks(world, _chance).Acts];

    /// <summary>Does one thing after another until told otherwise.</summary>
    public void Go(CancellationToken stop)
    {
        var table = Table();
        var all = table.Sum(act => act.Weight);
        while (!stop.IsCancellationRequested)
        {
            var at = _chance.Next(all);
            var act = table.First(act => (at -= act.Weight) < 0);
            // As many as a small machine can carry: what is there has to end before more begins.
            if (act.Name.StartsWith("start", StringComparison.Ordinal) && world.Active().Length > MostAtOnce) act = table.First(act => act.Name == "stop some");
            Do(act.Name, act.Act);
        }
    }

    void Do(string name, Action act)
    {
        world.Count(name);
        try
        {
            act();
        }
        catch (MillException e)
        {
            world.Met(e.Code.ToString(), $"{name}: {e}");
        }
        catch (Exception e)
        {
            world.Fault(null, $"{name}: {e}");
        }
    }
}
