using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>A queue as PowerShell shows it.</summary>
public sealed class MillQueue
{
    internal MillQueue(QueueView queue, string home)
    {
        Name = queue.Name;
        Parallel = queue.Parallel;
        Paused = queue.Paused;
        Running = [.. queue.Running];
        Waiting = [.. queue.Waiting.Select(one => new MillWaitingRun(one, home))];
        Home = home;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }
    /// <summary>How many of its runs may run at once; nothing means any number.</summary>
    public int? Parallel { get; }
    /// <summary>Whether nothing of it is started for now.</summary>
    public bool Paused { get; }
    /// <summary>The ids of the runs that have a slot.</summary>
    public string[] Running { get; }
    /// <summary>The runs that wait, the next one first.</summary>
    public MillWaitingRun[] Waiting { get; }
    /// <summary>The home that it is in.</summary>
    public string Home { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>A run that waits in a queue.</summary>
public sealed class MillWaitingRun : INamesRun
{
    internal MillWaitingRun(WaitingRun run, string home) => (Id, Priority, After, Home) = (run.Id, run.Priority, [.. run.After], home);

    /// <summary>Which run.</summary>
    public string Id { get; }
    /// <summary>Higher ones go first.</summary>
    public int Priority { get; }
    /// <summary>The runs that have to be over before.</summary>
    public string[] After { get; }
    /// <summary>The home that it is in.</summary>
    public string Home { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
