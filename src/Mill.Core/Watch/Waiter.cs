using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Watch;

/// <summary>Waits for the end of a run without polling: for the worker's own end, and for changes in the folder.</summary>
internal sealed class Waiter(RunFolder folder)
{
    static readonly TimeSpan s_slowPoll = TimeSpan.FromSeconds(2);
    static readonly TimeSpan s_longestRest = TimeSpan.FromMilliseconds(250);
    const int RestAfterLook = 4;

    readonly IPlatform _platform = folder.Platform;

    /// <summary>Returns when the run is over, its record whole and its worker gone, at most two seconds after the first of these, or at once when
    /// the worker is proven gone and left no end.</summary>
    public Run Wait(TimeSpan? timeout, CancellationToken stop) => Attend(timeout, stop).Last();

    /// <summary>The run each time it asks something new, and last of all when it is over, as <see cref="Wait"/> has it.</summary>
    public IEnumerable<Run> Attend(TimeSpan? timeout, CancellationToken stop)
    {
        var began = _platform.Clock.GetTimestamp();
        var grace = new EndGrace(_platform.Clock);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        using var changes = _platform.Watch([folder.Path]);
        using var worker = new WorkerHandle(folder);
        while (true)
        {
            var looked = _platform.Clock.GetTimestamp();
            var run = Viewer.Look(folder);
            var took = _platform.Clock.GetElapsedTime(looked);
            if (HasEnd(run)) grace.Begin();
            if (IsOver(run, grace))
            {
                yield return run;
                yield break;
            }
            if (run.Questions.Count(one => asked.Add(one.Id)) > 0) yield return run;
            if (Left(timeout, began) is not { } left) throw TimedOut(run, timeout!.Value);
            worker.Wait(changes, grace.HasBegun ? TimeSpan.FromMilliseconds(100) : Least(left, s_slowPoll), stop);
            stop.ThrowIfCancellationRequested();
            // Of a plan of thousands of tasks something changes all the time, and each look reads all of it.
            if (run.Tasks.Count > 1) _platform.Pause(Least(took * RestAfterLook, s_longestRest));
        }
    }

    static bool HasEnd(Run run) => run.Status.IsTerminal() || run.EffectiveStatus == EffectiveStatus.Ending || run.EffectiveStatus.IsEnd();

    // Whoever ends a run writes several files: of one that has no worker, only they tell that somebody is at it.
    static bool IsOver(Run run, EndGrace grace) =>
        run.EffectiveStatus == EffectiveStatus.Lost || (run.EffectiveStatus.IsEnd() && !run.Mismatch) || (HasEnd(run) && grace.IsOver);

    TimeSpan? Left(TimeSpan? timeout, long began)
    {
        if (timeout is not { } limit) return TimeSpan.MaxValue;
        var left = limit - _platform.Clock.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : null;
    }

    static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    static MillException TimedOut(Run run, TimeSpan timeout) => new(MillError.TimedOut,
        $"Run {run.Id} has not ended within {Durations.Say(timeout)}; it goes on. Try: mill watch {run.Id}", run.Id);
}
