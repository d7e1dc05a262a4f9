namespace Mill.Tests.Platform;

/// <summary>On macOS.</summary>
public sealed class Launching_a_worker_on_macOS : WorkerLaunchContract
{
}
