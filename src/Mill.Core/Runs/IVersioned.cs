namespace Mill.Runs;

/// <summary>A record that says in which format it was written.</summary>
public interface IVersioned
{
    /// <summary>The format.</summary>
    int SchemaVersion { get; }
}
