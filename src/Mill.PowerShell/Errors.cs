using System.Management.Automation;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>Mill's errors as PowerShell's: the code is the id, and one table gives the category.</summary>
internal static class Errors
{
    /// <summary>The record of an error, about something.</summary>
    public static ErrorRecord Of(MillException error, object? target) =>
        new(new MillException(error.Code, Message(error), error.Target, error), error.Code.ToString(), Category(error.Code), target ?? error.Target);

    /// <summary>What an error says, with commands as they are typed here.</summary>
    public static string Message(MillException error) => error.Code is MillError.AnswerRefused or MillError.QuestionAmbiguous or MillError.NothingAsked
        ? Spelling.LastAsCmdlet(error.Message) : Spelling.AsCmdlets(error.Message);

    /// <summary>The record of a run's bad end: it is about the run, and says how to see more.</summary>
    public static ErrorRecord OfEnd(Run run, MillRun shown)
    {
        var message = Attending.Sentence(run);
        return new(new MillException(MillError.RunFailed, message, run.Id), nameof(MillError.RunFailed), Category(MillError.RunFailed), shown)
        {
            ErrorDetails = new ErrorDetails(message) { RecommendedAction = $"Get-MillLog {run.Id} -Err" },
        };
    }

    /// <summary>What is wrong when processes of a run should be gone and are not; null where all that are left may stay.</summary>
    public static MillException? OfSurvivors(string run, IReadOnlyList<Survivor> survivors) => survivors.Where(one => one.WithstoodItsEnd).ToArray() is { Length: > 0 } left
        ? new(MillError.SystemRefused, $"Processes of run {run} could not be ended: {string.Join(", ", left.Select(one => SafeText.Escape(one.ToString())))}", run) : null;

    /// <summary>What kind of error a code is.</summary>
    public static ErrorCategory Category(MillError code) => code switch
    {
        MillError.RunNotFound or MillError.CommandNotFound or MillError.FolderNotFound or MillError.QueueNotFound or MillError.TemplateNotFound => ErrorCategory.ObjectNotFound,
        MillError.RunAmbiguous or MillError.BadRunId or MillError.BadArgument or MillError.BadValue
            or MillError.AmbiguousOption or MillError.NotARun or MillError.SecretArgument or MillError.BadParameter
            or MillError.QuestionAmbiguous or MillError.AnswerRefused => ErrorCategory.InvalidArgument,
        MillError.CommandNotExecutable or MillError.HomeNotYours => ErrorCategory.PermissionDenied,
        MillError.TooDeep => ErrorCategory.LimitsExceeded,
        MillError.ParentCancelled or MillError.NothingToResume or MillError.RunIsLive or MillError.SecretNotKept
            or MillError.NotInRun or MillError.RunIsOver or MillError.NothingAsked or MillError.QueueNotEmpty => ErrorCategory.InvalidOperation,
        MillError.HomeNotUsable or MillError.HomeHasNoLocks or MillError.WorkerNotFound or MillError.EngineNotFound => ErrorCategory.ResourceUnavailable,
        MillError.DiskFull => ErrorCategory.WriteError,
        MillError.RunBusy => ErrorCategory.ResourceBusy,
        MillError.RunDamaged or MillError.NewerFormat or MillError.BadPlan or MillError.BadConfig => ErrorCategory.InvalidData,
        MillError.TimedOut => ErrorCategory.OperationTimeout,
        MillError.SystemNotSupported => ErrorCategory.NotImplemented,
        MillError.RunFailed => ErrorCategory.InvalidResult,
        MillError.SpawnFailed or MillError.EarlyExit or MillError.SystemRefused => ErrorCategory.OperationStopped,
        _ => ErrorCategory.NotSpecified,
    };
}
