namespace Mill.Cli.Options;

/// <summary>The command line makes no sense; nothing was done.</summary>
internal sealed class UsageException(string message, string? verb = null, string? target = null) : Exception(message)
{
    /// <summary>The verb whose help would have helped.</summary>
    public string? Verb { get; } = verb;

    /// <summary>The word that it is about.</summary>
    public string? Target { get; } = target;
}
