using Mill.Runs;

namespace Mill.Queue;

/// <summary>What becomes of a run that waits.</summary>
internal enum Admission
{
    /// <summary>It waits on.</summary>
    Wait,
    /// <summary>It is started.</summary>
    Start,
    /// <summary>It will never be started.</summary>
    Refuse,
}

/// <summary>How the runs stand that a run waits for.</summary>
internal enum Others
{
    /// <summary>All are as they have to be, or there are none.</summary>
    Ready,
    /// <summary>One is not over.</summary>
    Open,
    /// <summary>One ended as it must not have.</summary>
    Failed,
}

/// <summary>Who may start; rules without I/O. Runs are asked about in their order, by priority and arrival: one that waits for others
/// lets those behind it pass.</summary>
internal static class AdmissionRules
{
    /// <summary>What becomes of the next one, when so many have a slot. The order of the lines is the argument.</summary>
    public static Admission Decide(QueueSettings settings, int running, Others others) => settings switch
    {
        _ when others == Others.Failed => Admission.Refuse, // That takes no slot, and whoever waits for this one is to know.
        _ when others == Others.Open => Admission.Wait,
        { Paused: true } => Admission.Wait,
        { Parallel: { } most } when running >= most => Admission.Wait,
        _ => Admission.Start,
    };

    /// <summary>How one of the others stands: one that is gone cannot be said to have been complete.</summary>
    public static Others Judge(RunStatus? ended, bool any) => (ended, any) switch
    {
        (_, true) or (RunStatus.Complete, _) => Others.Ready,
        _ => Others.Failed,
    };
}
