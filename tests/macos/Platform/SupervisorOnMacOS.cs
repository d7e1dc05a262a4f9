namespace Mill.Tests.Platform;

/// <summary>On macOS.</summary>
public sealed class Supervising_on_macOS : SupervisorContract
{
}
