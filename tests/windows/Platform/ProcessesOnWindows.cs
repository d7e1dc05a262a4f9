namespace Mill.Tests.Platform;

/// <summary>On Windows.</summary>
public sealed class Processes_on_Windows : ProcessesContract
{
}
