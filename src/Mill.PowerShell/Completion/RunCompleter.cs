using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Mill.Runs;

namespace Mill.PowerShell.Completion;

/// <summary>Completes ids with the newest runs, each told apart by its name, status and command.</summary>
public sealed class RunCompleter : IArgumentCompleter
{
    const int Most = 50;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete.Trim('\'', '"');
        return KnownRuns.Of(fakeBoundParameters)
            .Where(run => run.Id.StartsWith(typed, StringComparison.Ordinal) || run.Id.EndsWith(typed, StringComparison.Ordinal)
                || run.Name?.StartsWith(typed, StringComparison.OrdinalIgnoreCase) == true)
            .Take(Most)
            .Select(run => new CompletionResult(run.Id, Label(run), CompletionResultType.ParameterValue, Tip(run)));
    }

    static string Label(Run run) => run.Name is { } name ? $"{run.Id} {SafeText.Escape(name)}" : run.Id;

    static string Tip(Run run) => Views.Cells.Sentence(run);
}
