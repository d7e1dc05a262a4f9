namespace Mill;

/// <summary>The one exception that Mill throws for what users can meet.</summary>
public sealed class MillException : Exception
{
    /// <summary>Makes one.</summary>
    public MillException(MillError code, string message, string? target = null, Exception? inner = null)
        : base(message, inner) => (Code, Target) = (code, target);

    /// <summary>What went wrong.</summary>
    public MillError Code { get; }

    /// <summary>The run, path or value that it is about.</summary>
    public string? Target { get; }
}
