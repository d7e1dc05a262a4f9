using System.Globalization;
using Mill.List;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Queue;

/// <summary>Looks at what a start or a setting asks of a queue, before anything is written.</summary>
internal static class QueueCheck
{
    /// <summary>The word for any number of runs.</summary>
    public const string Unlimited = "unlimited";

    /// <summary>How a run is to wait, its dependencies found; null for one that is to start at once.</summary>
    public static RunQueue? Check(HomeFolder home, StartRequest request)
    {
        if (request.Queue is { } name) CheckName(name);
        if (Math.Abs((long)request.Priority) > RunQueue.HighestPriority)
            throw Bad($"The priority {request.Priority} makes no sense; it is a number from {-RunQueue.HighestPriority} to {RunQueue.HighestPriority}.", "priority");
        if (request.Queue is null && request.Priority != 0) throw Bad("A priority means something in a queue only; give one with --queue NAME.", "priority");
        if (request.AfterAny && request.After.Count == 0) throw Bad("Say after which runs: --after RUN.", "after-any");
        var after = request.After.Select(one => RunNames.Find(home, one).Text).Distinct(StringComparer.Ordinal).ToArray();
        return request.Queue is null && after.Length == 0 ? null : new RunQueue
        {
            Name = request.Queue,
            Priority = request.Priority,
            After = after,
            AfterAny = request.AfterAny,
            Since = home.Platform.Clock.GetUtcNow(),
        };
    }

    /// <summary>Refuses what no queue can be called.</summary>
    public static void CheckName(string name)
    {
        if (!QueueFolder.IsName(name))
            throw Bad($"'{name}' is no name for a queue: it has 1 to 64 letters, digits, '-', '_' and '.', and begins with neither a dot nor a dash.", name);
    }

    /// <summary>Refuses what no queue can be set to.</summary>
    public static void CheckParallel(int? parallel)
    {
        if (parallel < 1) throw NoNumber(parallel.Value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reads how many of a queue's runs may run at once; null for any number.</summary>
    public static int? ReadParallel(string text) => text switch
    {
        Unlimited => null,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw NoNumber(text),
    };

    static MillException NoNumber(string text) =>
        Bad($"'{text}' is neither a whole number from 1 up nor '{Unlimited}'. To start nothing for now: --pause.", text);

    static MillException Bad(string message, string? target) => new(MillError.BadValue, message, target);
}
