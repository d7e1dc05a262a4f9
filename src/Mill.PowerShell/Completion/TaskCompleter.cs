using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Mill.Plans;

namespace Mill.PowerShell.Completion;

/// <summary>Completes names of tasks: those of the run that the line names, else of all runs.</summary>
public sealed class TaskCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer(new KnownRuns(fakeBoundParameters).Meant().SelectMany(run => run.Tasks.Select(task => task.Name)), wordToComplete);
}

/// <summary>Completes the ends after which something may be tried again.</summary>
public sealed class EndCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer(Retries.Reasons, wordToComplete);
}
