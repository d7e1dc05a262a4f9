namespace Mill.Runs;

/// <summary>A record that says in which format it was written.</summary>
public interface IVersioned
{
    /// <summary>The format.</summary>
    int SchemaVersion { get; }

    /// <summary>Whether nothing is null that must not be; JSON can say null where the type cannot.</summary>
    bool IsWhole => true;
}
