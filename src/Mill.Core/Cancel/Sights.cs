using Mill.Platform;

namespace Mill.Cancel;

/// <summary>What is told of a process the moment it is seen.</summary>
internal static class Sights
{
    /// <summary>The same, told only of some; null where nobody wants to be told, and then nobody is asked about.</summary>
    public static Action<ProcessFacts>? OnlyOf(this Action<ProcessFacts>? onSight, Func<ProcessFacts, bool> holds) => onSight is null ? null : one =>
    {
        if (holds(one)) onSight(one);
    };
}
