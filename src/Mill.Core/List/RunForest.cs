using Mill.Runs;

namespace Mill.List;

/// <summary>Runs with those that were started inside them.</summary>
internal static class RunForest
{
    /// <summary>Outermost runs newest first, each followed by those inside it in the order in which they were started.
    /// A run whose outer one is not among them counts as outermost.</summary>
    public static IEnumerable<Run> Order(IReadOnlyList<Run> newestFirst, string? root, int? most)
    {
        var known = newestFirst.Select(run => run.Id).ToHashSet(StringComparer.Ordinal);
        var inside = newestFirst.Reverse().ToLookup(run => run.ParentId ?? "", StringComparer.Ordinal);
        var roots = newestFirst.Where(run => root is null ? run.ParentId is null || !known.Contains(run.ParentId) : run.Id == root);
        var told = new HashSet<string>(StringComparer.Ordinal); // Damaged records could say that two runs are inside each other.
        return roots.Take(most ?? int.MaxValue).SelectMany(run => WithInside(run, inside, told));
    }

    static IEnumerable<Run> WithInside(Run run, ILookup<string, Run> inside, HashSet<string> told) =>
        told.Add(run.Id) ? inside[run.Id].SelectMany(one => WithInside(one, inside, told)).Prepend(run) : [];
}
