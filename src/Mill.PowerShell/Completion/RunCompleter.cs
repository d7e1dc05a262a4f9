using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Mill.Runs;

namespace Mill.PowerShell.Completion;

/// <summary>Completes ids, by their beginning, their last four letters, or the beginning of the run's name; each tells its run's story in a line.</summary>
public sealed class RunCompleter : IArgumentCompleter
{
    const int Most = 50;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        var known = new KnownRuns(fakeBoundParameters);
        return Candidates(commandName, parameterName, typed, known)
            .Where(run => IsMeant(run, typed))
            .DistinctBy(run => run.Id, StringComparer.Ordinal)
            .Take(Most)
            .Select(run => new CompletionResult(run.Id, Label(run), CompletionResultType.ParameterValue, Views.Cells.Sentence(run)));
    }

    // Of older runs, only those are read whose ids fit.
    static IEnumerable<Run> Candidates(string command, string parameter, string typed, KnownRuns known)
    {
        var ofId = new RunFilter { Ids = [typed + "*", "*-" + typed] };
        var all = known.All().Concat(typed.Length > 0 && IsPartOfId(typed) ? known.Of(ofId) : []);
        return (parameter, command) switch
        {
            ("Parent", _) => all,
            (_, "Stop-MillRun" or "Wait-MillRun" or "Watch-MillRun" or "Repair-MillRun") => known.Of(new RunFilter { Active = true }).Concat(all),
            (_, "Send-MillAnswer") => known.Of(new RunFilter { Active = true, Statuses = [EffectiveStatus.Waiting] }).Concat(all),
            (_, "Write-MillNote") => known.Of(new RunFilter { Active = true }).Concat(all),
            (_, "Resume-MillRun") => all.Where(run => run.EffectiveStatus is EffectiveStatus.Failed or EffectiveStatus.Cancelled or EffectiveStatus.Lost),
            _ => all,
        };
    }

    static bool IsMeant(Run run, string typed) => run.Id.StartsWith(typed, StringComparison.Ordinal)
        || run.Id.EndsWith("-" + typed, StringComparison.Ordinal)
        || run.Name?.StartsWith(typed, StringComparison.OrdinalIgnoreCase) == true;

    static bool IsPartOfId(string typed) => typed.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    static string Label(Run run) => run.Name is { } name ? $"{run.Id} {SafeText.Escape(name)}" : run.Id;
}
