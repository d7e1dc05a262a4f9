namespace Mill.Help.Markdown;

/// <summary>A heading and what is below it.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Body">What stands before the first heading below.</param>
/// <param name="Parts">The sections of the next level.</param>
internal sealed record Section(Heading Heading, IReadOnlyList<Block> Body, IReadOnlyList<Section> Parts)
{
    /// <summary>The one section that a page is, or null if it does not begin with its title.</summary>
    public static Section? OfPage(IReadOnlyList<Block> blocks) =>
        blocks is [Heading { Level: 1 } title, ..] ? Of(title, [.. blocks.Skip(1)]) : null;

    static Section Of(Heading heading, List<Block> inside)
    {
        var starts = Enumerable.Range(0, inside.Count)
            .Where(at => inside[at] is Heading below && below.Level <= heading.Level + 1).ToArray();
        var parts = starts.Select((at, i) => Of((Heading)inside[at], inside[(at + 1)..(i + 1 < starts.Length ? starts[i + 1] : inside.Count)]));
        return new Section(heading, inside[..(starts is [var first, ..] ? first : inside.Count)], [.. parts]);
    }
}
