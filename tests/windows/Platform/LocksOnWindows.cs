namespace Mill.Tests.Platform;

/// <summary>On Windows.</summary>
public sealed class Locks_on_Windows : LocksContract
{
}
