using Mill.Platform;
using Mill.Runs;

namespace Mill.Cancel;

/// <summary>Ends processes until a scan finds nobody: asks, waits, looks again, then ends them.</summary>
/// <param name="platform">The system.</param>
/// <param name="scan">Finds who is there now, telling of each the moment it is seen; called again and again, since trees grow while they are ended.</param>
/// <param name="pause">Waits a moment; a worker does its other duties meanwhile.</param>
/// <param name="endAll">Ends everybody at once; false where that cannot be done.</param>
/// <param name="endGroup">Ends one with its whole group, none of those named in it; false where that cannot be done.</param>
internal sealed class TreeEnder(IPlatform platform, Func<Action<ProcessFacts>?, IReadOnlyList<ProcessFacts>> scan, Action<TimeSpan> pause, Func<bool>? endAll = null,
    Func<ProcessIdentity, IReadOnlyCollection<int>, bool>? endGroup = null)
{
    const int EmptyScans = 3, LeastKills = 10;
    static readonly TimeSpan s_afterGrace = TimeSpan.FromSeconds(10);

    readonly Dictionary<ProcessIdentity, SignalResult> _asked = [];
    readonly HashSet<ProcessIdentity> _ended = [];
    readonly HashSet<ProcessIdentity> _refused = [];
    readonly HashSet<ProcessIdentity> _seen = [];
    HashSet<ProcessIdentity> _atFirst = [];
    long? _began, _killing;
    double _wait = 1;
    bool _some;
    int _empty, _kills;

    /// <summary>How many were asked to end.</summary>
    public int TermSent => Answered(SignalResult.Sent);
    /// <summary>How many could not be asked, since this system has no way to.</summary>
    public int CouldNotBeAsked => Answered(SignalResult.NotPossible);
    /// <summary>How many had to be ended.</summary>
    public int KillSent => _ended.Count;

    /// <summary>The record of it.</summary>
    public Cleanup Record(string runId, int generation, IReadOnlyList<Survivor> left, string mechanism, IReadOnlyList<Survivor> logHolders) => new()
    {
        RunId = runId,
        Generation = generation,
        At = platform.Clock.GetUtcNow(),
        TermSent = TermSent,
        KillSent = KillSent,
        Survivors = left,
        Mechanism = _asked.Count - CouldNotBeAsked + _ended.Count + _refused.Count == 0 ? "none" : mechanism,
        LogHolders = logHolders,
    };

    /// <summary>Ends them, those named last after all others; at most the grace and ten seconds. Returns who is left.</summary>
    public IReadOnlyList<Survivor> End(TimeSpan grace, IReadOnlyCollection<int>? last = null) => End(() => grace, last);

    /// <summary>The same with a grace that may be shortened meanwhile.</summary>
    public IReadOnlyList<Survivor> End(Func<TimeSpan> graceNow, IReadOnlyCollection<int>? last = null)
    {
        (_began, _killing, _wait, _some, _empty, _kills) = (null, null, 1, false, 0, 0);
        while (true)
        {
            if (Step(graceNow(), last) is { } left) return left;
            pause(Pause);
        }
    }

    /// <summary>How long to wait before the next step.</summary>
    public TimeSpan Pause => TimeSpan.FromMilliseconds(_wait);

    /// <summary>One look, and what it calls for; returns who is left once it is over, and null before.</summary>
    public IReadOnlyList<Survivor>? Step(TimeSpan grace, IReadOnlyCollection<int>? last = null)
    {
        var isFirst = _began is null;
        var passed = platform.Clock.GetElapsedTime(_began ??= platform.Clock.GetTimestamp());
        // Of those who fork and exit faster than all can be looked at, each is ended the moment it is seen.
        var seen = scan(passed >= grace && endAll is null ? one => EndAtSight(one, last ?? []) : null);
        if (isFirst) _atFirst = [.. seen.Select(one => one.Identity)];
        var members = Order(seen, last);
        _some |= seen.Count > 0;
        // Also one that was dead when it was looked at tells that somebody was there to launch it.
        var news = seen.Count(one => _seen.Add(one.Identity));
        _empty = members.Count == 0 && news == 0 ? _empty + 1 : 0;
        // One that forks and exits again and again may be between two pids whenever it is looked for.
        if (_empty > 0 && (!_some || _empty == EmptyScans)) return [];
        if (HasTriedFor(members.Count > 0 ? s_afterGrace : s_afterGrace * 2)) return [.. members.Select(Survivor)];
        if (passed < grace) Ask(members);
        // Nobody who could hear is given time for nothing.
        if (passed >= grace || (_asked.Count > 0 && CouldNotBeAsked == _asked.Count)) Kill(members);
        _wait = Math.Min(_wait * 1.5, 50);
        return null;
    }

    // A machine that slept, or a process that was held up, has lost time and done nothing in it: the kills count, not the clock alone.
    bool HasTriedFor(TimeSpan time) => _kills >= LeastKills && platform.Clock.GetElapsedTime(_killing!.Value) > time;

    List<ProcessFacts> Order(IReadOnlyList<ProcessFacts> members, IReadOnlyCollection<int>? last)
    {
        var living = members.Where(one => !one.IsDead).ToList();
        if (last is not { Count: > 0 }) return living;
        // What they launch meanwhile has its turn with them: a script that waits for the end of its stop launches something all the time.
        var (theirs, before) = (last.ToHashSet(), 0);
        while (theirs.Count > before)
        {
            before = theirs.Count;
            theirs.UnionWith(living.Where(one => theirs.Contains(one.ParentPid) && !_atFirst.Contains(one.Identity)).Select(one => one.Identity.Pid));
        }
        var first = living.Where(one => !theirs.Contains(one.Identity.Pid)).ToList();
        return first.Count > 0 ? first : living;
    }

    int Answered(SignalResult result) => _asked.Count(one => one.Value == result);

    void Ask(List<ProcessFacts> members)
    {
        foreach (var one in members)
        {
            if (_asked.ContainsKey(one.Identity)) continue;
            var result = Send(one, StopSignal.Term);
            if (result == SignalResult.Sent) Send(one, StopSignal.Continue); // A stopped process hears nothing until it goes on.
            if (result != SignalResult.Gone) _asked[one.Identity] = result;
        }
    }

    void Kill(List<ProcessFacts> members)
    {
        (_killing, _kills) = (_killing ?? platform.Clock.GetTimestamp(), _kills + 1);
        if (endAll?.Invoke() is true)
        {
            _ended.UnionWith(members.Select(one => one.Identity));
            return;
        }
        foreach (var one in members)
            if (Send(one, StopSignal.Kill) == SignalResult.Sent) _ended.Add(one.Identity);
    }

    // A tree that is still there after a first round is one that grows: whole groups of it are ended, where they can be.
    void EndAtSight(ProcessFacts one, IReadOnlyCollection<int> last)
    {
        if (one.IsDead || last.Contains(one.Identity.Pid) || _refused.Contains(one.Identity)) return;
        if ((_kills > 0 && endGroup?.Invoke(one.Identity, last) is true) || Send(one, StopSignal.Kill) == SignalResult.Sent) _ended.Add(one.Identity);
    }

    SignalResult Send(ProcessFacts one, StopSignal signal)
    {
        using var handle = platform.Processes.Open(one.Identity);
        var result = handle?.Send(signal) ?? SignalResult.Gone;
        if (result == SignalResult.NotPermitted) _refused.Add(one.Identity);
        return result;
    }

    Survivor Survivor(ProcessFacts one) => new(
        one.Identity.Pid, one.Identity.StartTime, one.Name, _refused.Contains(one.Identity) ? "not-permitted" : "unkillable");
}
