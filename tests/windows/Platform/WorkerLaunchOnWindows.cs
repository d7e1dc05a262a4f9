namespace Mill.Tests.Platform;

/// <summary>On Windows.</summary>
public sealed class Launching_a_worker_on_Windows : WorkerLaunchContract
{
}
