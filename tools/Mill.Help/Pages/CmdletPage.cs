using Mill.Help.Markdown;

namespace Mill.Help.Pages;

/// <summary>The words about a cmdlet.</summary>
/// <param name="Name">The cmdlet, or what the words of several are under.</param>
internal sealed record CmdletPage(string Name)
{
    /// <summary>What it does, in a sentence.</summary>
    public string Synopsis { get; init; } = "";
    /// <summary>What it does.</summary>
    public IReadOnlyList<Block> Description { get; init; } = [];
    /// <summary>How it is used.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];
    /// <summary>Where the words about parameters begin.</summary>
    public int ParametersLine { get; init; } = 1;
    /// <summary>The words about each parameter.</summary>
    public IReadOnlyList<Words> Parameters { get; init; } = [];
    /// <summary>What may come from the pipeline.</summary>
    public IReadOnlyList<Words> Inputs { get; init; } = [];
    /// <summary>What it writes, by type.</summary>
    public IReadOnlyList<Words> Outputs { get; init; } = [];
    /// <summary>What else is worth knowing.</summary>
    public IReadOnlyList<Block> Notes { get; init; } = [];
    /// <summary>Where to read on.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];
}

/// <summary>An example: what is said before the code, and what after it.</summary>
internal sealed record Example(int Line, string Title, IReadOnlyList<Block> Before, string Code, IReadOnlyList<Block> After);

/// <summary>Words about something that has a name.</summary>
internal sealed record Words(int Line, string Name, IReadOnlyList<Block> Body)
{
    /// <summary>What a parameter is when nobody gives it.</summary>
    public string? Default { get; init; }
}

/// <summary>Another page, or an address.</summary>
internal sealed record Link(int Line, string Text, string Target)
{
    /// <summary>Whether it leads out of the help.</summary>
    public bool IsAddress => Target.Contains("://", StringComparison.Ordinal);
}
