using Microsoft.Win32.SafeHandles;

namespace Mill.Platform;

/// <summary>How a worker is launched.</summary>
internal sealed record WorkerLaunch
{
    /// <summary>The executable.</summary>
    public required string Path { get; init; }
    /// <summary>Its arguments, its name left out.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }
    /// <summary>Its own small environment, as <c>NAME=value</c>.</summary>
    public required IReadOnlyList<string> Environment { get; init; }
    /// <summary>Where its standard error goes: a crash leaves its words there.</summary>
    public required SafeFileHandle Log { get; init; }
    /// <summary>The life lock that it inherits.</summary>
    public required KernelLock Life { get; init; }
    /// <summary>Whether the launcher exits at once, so that no intermediate process is needed.</summary>
    public bool LauncherExits { get; init; }
}

/// <summary>The launcher's ends of the two pipes to a worker.</summary>
internal sealed record WorkerLink(SafeFileHandle ToWorker, SafeFileHandle FromWorker) : IDisposable
{
    /// <summary>Writes everything, in pieces when the pipe is full; <see cref="IOException"/> when the worker is gone.</summary>
    public void Send(ReadOnlySpan<byte> bytes) => Pipes.WriteAll(ToWorker, bytes);
    /// <summary>Says that everything was sent.</summary>
    public void DoneSending() => ToWorker.Dispose();
    /// <summary>Reads until the worker lets go of its end.</summary>
    public byte[] ReceiveAll() => Pipes.ReadToEnd(FromWorker);
    /// <summary>Lets go of both.</summary>
    public void Dispose() { ToWorker.Dispose(); FromWorker.Dispose(); }
}

/// <summary>What a worker was handed by its launcher.</summary>
internal sealed record Inheritance(KernelLock Life, SafeFileHandle FromLauncher, SafeFileHandle ToLauncher)
{
    /// <summary>What may end this worker though nobody stops its run, in words; null where nothing is known to.</summary>
    public string? Caveat { get; init; }
}
