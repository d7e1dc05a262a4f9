namespace Mill.Chaos.Disk;

/// <summary>A folder that is gone afterwards.</summary>
sealed class Folder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("mill-disk-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
