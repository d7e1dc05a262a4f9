namespace Mill.Settings;

/// <summary>A command with its options and the gaps in it, to be started by a name.</summary>
internal sealed record Template
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }
    /// <summary>The file that it stands in.</summary>
    public required string Source { get; init; }
    /// <summary>The line that it begins on.</summary>
    public int Line { get; init; }
    /// <summary>What it is for, in words.</summary>
    public string? Description { get; init; }
    /// <summary>What it asks for, placeholders not filled in yet.</summary>
    public StartRequest Request { get; init; } = Layers.Nothing;
    /// <summary>Its parameters, by their names.</summary>
    public IReadOnlyDictionary<string, TemplateParameter> Parameters { get; init; } = new Dictionary<string, TemplateParameter>(StringComparer.Ordinal);


    /// <summary>The file and the line.</summary>
    public string Place => FormattableString.Invariant($"{Source}:{Line}");
}

/// <summary>Something that a template leaves open.</summary>
/// <param name="IsRequired">Whether it has to be given.</param>
/// <param name="Default">What it stands for where it is not given; null means nothing at all, an empty text.</param>
internal sealed record TemplateParameter(bool IsRequired = false, string? Default = null);
