using Mill.Help.Cmdlets;

namespace Mill.Help.Pages;

/// <summary>Words about what is the same in several cmdlets, used where a cmdlet's own page says nothing.</summary>
internal sealed class SharedWords(CmdletPage shared)
{
    /// <summary>The name of the page that they are on.</summary>
    public const string Page = "shared";

    readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>A page with what it says itself, and with what is shared.</summary>
    public CmdletPage Fill(CmdletPage page, Cmdlet cmdlet)
    {
        var own = page.Parameters.Select(words => words.Name).ToHashSet(StringComparer.Ordinal);
        var lent = shared.Parameters.Where(words => !own.Contains(words.Name) && cmdlet.Parameters.Any(one => one.Name == words.Name)).ToArray();
        _used.UnionWith(lent.Select(words => words.Name));
        var takes = cmdlet.Parameters.Any(one => one.Places.Any(place => place.ByValue));
        return page with
        {
            Parameters = [.. page.Parameters, .. lent],
            Inputs = page.Inputs.Count == 0 && takes ? shared.Inputs : page.Inputs,
        };
    }

    /// <summary>Complains about words that nobody uses.</summary>
    public void Check(Complaint complain)
    {
        foreach (var words in shared.Parameters.Where(words => !_used.Contains(words.Name)))
            complain(words.Line, $"no cmdlet needs these words about -{words.Name}");
    }
}
