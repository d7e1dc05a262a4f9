namespace Mill.Tests.Platform;

/// <summary>On macOS.</summary>
public sealed class Changes_on_macOS : ChangesContract
{
}
