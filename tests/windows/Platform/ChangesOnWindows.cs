namespace Mill.Tests.Platform;

/// <summary>On Windows.</summary>
public sealed class Changes_on_Windows : ChangesContract
{
}
