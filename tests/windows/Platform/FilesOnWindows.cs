namespace Mill.Tests.Platform;

/// <summary>On Windows.</summary>
public sealed class Files_on_Windows : FilesContract
{
}
