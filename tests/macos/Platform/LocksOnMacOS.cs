namespace Mill.Tests.Platform;

/// <summary>On macOS.</summary>
public sealed class Locks_on_macOS : LocksContract
{
}
