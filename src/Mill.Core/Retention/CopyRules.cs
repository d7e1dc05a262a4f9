using Mill.Runs;
using Mill.Store;

namespace Mill.Retention;

/// <summary>A copy of <c>mill</c> that workers run, or what is left of the making of one.</summary>
/// <param name="Name">What it is called: <c>version-mark</c>.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Bytes">How much room it takes.</param>
internal sealed record KeptCopy(string Name, DateTimeOffset MadeAt, long Bytes)
{
    /// <summary>Whether it was never put in place, or was taken out of it.</summary>
    public bool IsLeftover => Name.StartsWith(FileNames.StagePrefix, StringComparison.Ordinal);
    /// <summary>Of which version it is.</summary>
    public string Version => Name[..Math.Max(0, Name.LastIndexOf('-'))];
}

/// <summary>The rule by which copies of <c>mill</c> go.</summary>
internal static class CopyRules
{
    // Whoever has made one, or is making it, needs a moment to run it.
    static readonly TimeSpan s_moment = TimeSpan.FromMinutes(10);

    /// <summary>What goes: what nobody uses and is not the newest of its version.</summary>
    public static IReadOnlyList<SweepOutcome> Decide(IReadOnlyList<KeptCopy> copies, IReadOnlySet<string> used, DateTimeOffset now)
    {
        var newest = copies.Where(one => !one.IsLeftover).GroupBy(one => one.Version, StringComparer.Ordinal).Select(same => same.MaxBy(one => one.MadeAt)).ToHashSet();
        return [.. copies.Select(one => one switch
        {
            _ when now - one.MadeAt < s_moment => null,
            { IsLeftover: true } => new SweepOutcome(one.Name, "leftover", one.Bytes, "its copying was cut short"),
            _ when newest.Contains(one) || used.Contains(one.Name) => null,
            _ => new SweepOutcome(one.Name, "worker", one.Bytes, "no active run uses this copy of mill, and there is a newer one"),
        }).OfType<SweepOutcome>()];
    }
}
