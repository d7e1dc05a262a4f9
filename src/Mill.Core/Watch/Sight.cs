using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Watch;

/// <summary>A run as it is, for whoever looks at each of its changes.</summary>
internal sealed class Sight(RunFolder folder)
{
    static readonly TimeSpan s_slowLook = TimeSpan.FromSeconds(2);

    readonly IPlatform _platform = folder.Platform;
    Run? _run;
    long _lookedAt;

    /// <summary>The run; as it was seen last, where it has a worker still. All evidence is as long as the record, and a process may write by the line.</summary>
    public Run Look()
    {
        if (_run is { } seen && GoesOn(seen)) return seen;
        _lookedAt = _platform.Clock.GetTimestamp();
        return _run = Viewer.Look(folder);
    }

    /// <summary>Whether nothing is known of a later generation.</summary>
    public bool IsNewest(int generation) => generation >= Math.Max(_run?.Generation ?? 0, folder.ReadRecord().Value?.Generation ?? 0);

    // Whoever holds the life lock is not lost; should it have ended all the same, its events tell.
    bool GoesOn(Run seen) => seen.EffectiveStatus < EffectiveStatus.Complete && _platform.Clock.GetElapsedTime(_lookedAt) < s_slowLook
        && folder.IsHeld == Sign.Yes;
}
