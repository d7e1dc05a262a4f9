using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Platform.Linux;

/// <summary>How limits are held: by a control group where one may be made, else by the user's systemd, else as well
/// as can be.</summary>
internal sealed class Limits : IDisposable
{
    readonly SystemdScope? _scope;
    readonly double? _fewProcessors;

    Limits(ControlGroup? group, SystemdScope? scope, double? fewProcessors, LimitsInForce? inForce) =>
        (Group, _scope, _fewProcessors, InForce) = (group, scope, fewProcessors, inForce);

    /// <summary>No limit at all.</summary>
    public static Limits None { get; } = new(null, null, null, null);

    /// <summary>The group, where there is one.</summary>
    public ControlGroup? Group { get; }

    /// <summary>By what means they are held.</summary>
    public LimitsInForce? InForce { get; }

    /// <summary>Finds the means.</summary>
    public static Limits Prepare(long? memory, double? processors)
    {
        if (memory is null && processors is null) return None;
        if (ControlGroup.TryMake(memory, processors) is { } both)
            return new(both, null, null, By("cgroup", memory, processors));
        if (SystemdScope.TryPrepare(memory, processors) is { } scope)
            return new(null, scope, null, By("systemd", memory, processors));
        var group = memory is null ? null : ControlGroup.TryMake(memory, null);
        return new(group, null, processors, Words(memory, group is null ? "watched" : "cgroup", processors, "affinity"));
    }

    /// <summary>Launches a process within them; what its pid leads to.</summary>
    public T Launch<T>(ProcessLaunch launch, Func<int, T> seen)
    {
        int? launched = null;
        try
        {
            using var fewer = _fewProcessors is { } some ? FewProcessors.Take(some) : null;
            using var inside = Group?.Enter();
            launched = ProcessLauncher.Launch(_scope?.Wrap(launch) ?? launch);
            return seen(launched.Value);
        }
        // Nobody would look after it, and its task may be tried again. Nobody has waited for it either: its pid is certain.
        catch when (launched is { } pid)
        {
            _ = Libc.SendSignal(pid, Signals.Kill);
            throw;
        }
    }

    /// <summary>Removes the group.</summary>
    public void Dispose() => Group?.Dispose();

    static LimitsInForce By(string means, long? memory, double? processors) => Words(memory, means, processors, means);

    static LimitsInForce Words(long? memory, string memoryBy, double? processors, string processorsBy) =>
        new(memory is null ? null : memoryBy, processors is null ? null : processorsBy);
}
