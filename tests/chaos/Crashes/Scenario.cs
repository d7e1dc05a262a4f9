namespace Mill.Chaos.Crashes;

/// <summary>What somebody is at when it is ended.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Act">Does it, with somebody who ends itself at a step, or who tells its steps.</param>
/// <param name="Outcomes">What the runs may come to.</param>
sealed record Scenario(string Name, Action<Ground, string> Act, params string[] Outcomes)
{
    /// <summary>What is there before.</summary>
    public Action<Ground> Prepare { get; init; } = static _ => { };
    /// <summary>What a person does once it was repaired; null where there is nothing to do.</summary>
    public Action<Ground>? Then { get; init; }
    /// <summary>What must be true of the home in the end, beyond what must be of all; the fault, in words.</summary>
    public Func<Ground, string?> Must { get; init; } = static _ => null;

    public override string ToString() => Name;
}
