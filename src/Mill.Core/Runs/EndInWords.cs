using Mill.Json;

namespace Mill.Runs;

/// <summary>How runs end, in words.</summary>
internal static class EndInWords
{
    /// <summary>What became of a run: what it came to is said, though its worker may still tidy up.</summary>
    public static string Word(Run run) =>
        run.EffectiveStatus == EffectiveStatus.Ending && run.Status.IsTerminal() ? run.Status.Word() : run.EffectiveStatus.Word();

    /// <summary>Why a run did not end well; null where there is nothing to say.</summary>
    public static string? Why(Run run) => run switch
    {
        { EffectiveStatus: EffectiveStatus.Lost, HealthReason: { } why } => why,
        { Message: { Length: > 0 } message } => message,
        { Status: RunStatus.Failed, ExitCode: { } code } => $"exit code {code}",
        { Status: RunStatus.Failed, Reason: { } reason } => reason.Text,
        _ => null,
    };
}
