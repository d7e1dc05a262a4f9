namespace Mill.PowerShell;

/// <summary>Something of Mill's that says which run it is about, and in which home.</summary>
internal interface INamesRun
{
    /// <summary>The run's id.</summary>
    string Id { get; }
    /// <summary>The home that it is in.</summary>
    string Home { get; }
}
