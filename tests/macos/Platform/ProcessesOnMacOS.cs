namespace Mill.Tests.Platform;

/// <summary>On macOS.</summary>
public sealed class Processes_on_macOS : ProcessesContract
{
}
