using Mill.Runs;

namespace Mill.Cli;

/// <summary>What <c>mill</c> exits with.</summary>
internal static class Exit
{
    public const int Ok = 0;
    public const int Error = 1;
    public const int TimedOut = 2;
    public const int Failed = 3;
    public const int Cancelled = 4;
    public const int Usage = 64;
    /// <summary>Ctrl+C, as shells count it.</summary>
    public const int Detached = 130;
    /// <summary>Asked to end, as shells count it.</summary>
    public const int Terminated = 143;
    /// <summary>The terminal went away, as shells count it.</summary>
    public const int HungUp = 129;

    /// <summary>The code for what became of a run that was waited for.</summary>
    public static int Of(Run run) => run switch
    {
        { EffectiveStatus: EffectiveStatus.Lost or EffectiveStatus.Failed } => Failed,
        { EffectiveStatus: EffectiveStatus.Complete } => Ok,
        { EffectiveStatus: EffectiveStatus.Cancelled } => Cancelled,
        { EffectiveStatus: EffectiveStatus.Ending, Status: RunStatus.Complete } => Ok,
        { EffectiveStatus: EffectiveStatus.Ending, Status: RunStatus.Failed } => Failed,
        { EffectiveStatus: EffectiveStatus.Ending, Status: RunStatus.Cancelled } => Cancelled,
        _ => Error,
    };

    /// <summary>The code for an error.</summary>
    public static int Of(MillError error) => error == MillError.TimedOut ? TimedOut : Error;

    /// <summary>The worse of two codes.</summary>
    public static int Worse(int one, int other) => Weight(one) >= Weight(other) ? one : other;

    static int Weight(int code) => code switch
    {
        Ok => 0,
        Cancelled => 1,
        TimedOut => 2,
        Failed => 3,
        _ => 4,
    };
}
