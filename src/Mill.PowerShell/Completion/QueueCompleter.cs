using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Mill.Queue;

namespace Mill.PowerShell.Completion;

/// <summary>Completes names of queues.</summary>
public sealed class QueueCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer(new KnownRuns(fakeBoundParameters).Queues(), wordToComplete);
}

/// <summary>Completes how many runs of a queue may run at once.</summary>
public sealed class ParallelCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer([QueueCheck.Unlimited], wordToComplete);
}
