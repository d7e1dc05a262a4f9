namespace Mill.Cli.Options;

/// <summary>One option of the command line; parsing, help and suggestions all come from it.</summary>
/// <param name="Name">Its name, dashes left out.</param>
/// <param name="Value">What its value is called in help; null for one that takes none.</param>
/// <param name="Summary">What it does, in a few words.</param>
internal sealed record Option(string Name, string? Value, string Summary)
{
    /// <summary>Other names for it.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Its one-letter name.</summary>
    public char? Letter { get; init; }

    /// <summary>Whether it can be said not to be wanted, <c>--no-NAME</c>, where a file of settings wants it.</summary>
    public bool IsDeniable { get; init; }

    /// <summary>Whether a word of the command line means this option.</summary>
    public bool IsCalled(string name) => Name == name || Array.IndexOf(Aliases, name) >= 0;
}
