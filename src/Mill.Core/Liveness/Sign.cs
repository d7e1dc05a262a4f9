namespace Mill.Liveness;

/// <summary>An answer that may be that there is none.</summary>
public enum Sign
{
    /// <summary>It cannot be told.</summary>
    Unknown,
    /// <summary>It is so.</summary>
    Yes,
    /// <summary>It is not so.</summary>
    No,
}
