namespace Mill.Tests.Platform;

/// <summary>On Windows.</summary>
public sealed class Supervising_on_Windows : SupervisorContract
{
}
