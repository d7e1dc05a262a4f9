namespace Mill.Help.Cmdlets;

/// <summary>What the code says of a cmdlet.</summary>
/// <param name="Name">Verb and noun.</param>
/// <param name="Parameters">Its parameters, its own before those of its bases.</param>
internal sealed record Cmdlet(string Name, IReadOnlyList<Parameter> Parameters)
{
    static readonly string?[] s_unnamed = [null];

    /// <summary>The set that holds when nothing tells the sets apart.</summary>
    public string? DefaultSet { get; init; }
    /// <summary>The types of what it writes, by their full names.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>The names of its sets, the default one first; a single one without a name where there are none.</summary>
    public IEnumerable<string?> Sets
    {
        get
        {
            var named = Parameters.SelectMany(one => one.Places).Select(place => place.Set).OfType<string>().Distinct(StringComparer.Ordinal)
                .OrderByDescending(set => set == DefaultSet).ToArray();
            return named.Length > 0 ? named : s_unnamed;
        }
    }
}

/// <summary>What the code says of a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, by its full name.</param>
/// <param name="Places">What it is in each set.</param>
internal sealed record Parameter(string Name, string Type, IReadOnlyList<Place> Places)
{
    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
    /// <summary>The only values that it takes; none where it takes others.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
    /// <summary>Whether <c>*</c> and <c>?</c> stand for anything.</summary>
    public bool Wildcards { get; init; }

    /// <summary>The type of what is given without a value.</summary>
    public const string Switch = "System.Management.Automation.SwitchParameter";

    /// <summary>Whether it is given without a value.</summary>
    public bool IsSwitch => Type == Switch;

    /// <summary>What it is in a set; null where it is not in it.</summary>
    public Place? In(string? set) => Places.FirstOrDefault(place => place.Set is null || place.Set == set);
}

/// <summary>What a parameter is in a set, or in all of them.</summary>
/// <param name="Set">The set; null for all.</param>
internal sealed record Place(string? Set)
{
    /// <summary>Where it stands when its name is not given; null when its name has to be.</summary>
    public int? Position { get; init; }
    /// <summary>Whether it has to be given.</summary>
    public bool Mandatory { get; init; }
    /// <summary>Whether it takes what comes through the pipeline.</summary>
    public bool ByValue { get; init; }
    /// <summary>Whether it takes a property of that name of what comes through the pipeline.</summary>
    public bool ByPropertyName { get; init; }
    /// <summary>Whether it takes all that is left.</summary>
    public bool Rest { get; init; }
}
