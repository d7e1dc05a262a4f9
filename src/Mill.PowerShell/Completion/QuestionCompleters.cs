using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Mill.PowerShell.Binding;
using Mill.Runs;

namespace Mill.PowerShell.Completion;

/// <summary>Completes the answers that count for what the runs ask that the line names, or any run does.</summary>
public sealed class AnswerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer(OpenQuestions.Of(fakeBoundParameters).SelectMany(one => one.Choices ?? []), wordToComplete);
}

/// <summary>Completes questions that the runs ask that the line names, or any run does.</summary>
public sealed class QuestionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        OpenQuestions.Of(fakeBoundParameters)
            .Where(one => one.Id.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(one => new CompletionResult(one.Id, SafeText.Escape(Told.Question(one)), CompletionResultType.ParameterValue, SafeText.Escape(Told.Question(one))));
}

/// <summary>What is asked by the runs that a line names so far; without any, by all.</summary>
internal static class OpenQuestions
{
    /// <summary>The questions.</summary>
    public static IEnumerable<Question> Of(IDictionary bound)
    {
        var named = RunTargetAttribute.Of(bound["Run"] ?? bound["Id"] ?? bound["RunId"]);
        return new KnownRuns(bound).Of(new RunFilter { Active = true, Statuses = [EffectiveStatus.Waiting] })
            .Where(run => named.Length == 0 || named.Any(one => Is(run, one.Text)))
            .SelectMany(run => run.Questions);
    }

    static bool Is(Run run, string? text) => text is { Length: > 0 }
        && (run.Id.StartsWith(text, StringComparison.Ordinal) || run.Id.EndsWith("-" + text, StringComparison.Ordinal));
}
