namespace Mill.Runs;

/// <summary>Where a run's result is taken from once its process has ended well.</summary>
public sealed record ResultRule
{
    /// <summary>The last line of standard output that is a JSON object.</summary>
    public const string LastJsonLine = "last-json-line";
    /// <summary>A file that holds JSON.</summary>
    public const string File = "file";

    /// <summary>All places that it can be taken from.</summary>
    internal static readonly string[] Places = [LastJsonLine, File];

    /// <summary>Whether it makes sense.</summary>
    public bool IsWhole => From == LastJsonLine ? Path is null : From == File && Path is { Length: > 0 };

    /// <summary><c>last-json-line</c> or <c>file</c>.</summary>
    public string From { get; init; } = LastJsonLine;
    /// <summary>The file, from the folder on that the process started in.</summary>
    public string? Path { get; init; }
    /// <summary>Whether the run has failed where there is none.</summary>
    public bool Required { get; init; }
}
