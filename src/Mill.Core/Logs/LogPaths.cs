namespace Mill.Logs;

/// <summary>Where the logs of one spawn are.</summary>
/// <param name="Folder">The folder that they are in.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Err">Standard error; null where both go to one file.</param>
/// <param name="RunFolder">A folder whose changes may mean that the run is over, to be woken by too.</param>
internal sealed record LogPaths(string Folder, string Out, string? Err, string? RunFolder = null)
{
    /// <summary>The folders to watch while following.</summary>
    public IReadOnlyList<string> Watched => RunFolder is null ? [Folder] : [Folder, RunFolder];
}
