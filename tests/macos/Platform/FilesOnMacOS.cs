namespace Mill.Tests.Platform;

/// <summary>On macOS.</summary>
public sealed class Files_on_macOS : FilesContract
{
}
