using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Mill.Runs;

namespace Mill.PowerShell.Completion;

/// <summary>Completes names of runs, for a parameter that reads wildcards.</summary>
public sealed class NameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer(new KnownRuns(fakeBoundParameters).All().Select(run => run.Name).OfType<string>(), wordToComplete, WildcardPattern.Escape);
}

/// <summary>Completes tags, as <c>key=value</c>.</summary>
public sealed class TagCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer(new KnownRuns(fakeBoundParameters).All().SelectMany(run => run.Tags.Select(tag => $"{tag.Key}={tag.Value}")), wordToComplete);
}

/// <summary>Offers words, each once, quoted where PowerShell needs it.</summary>
internal static class Words
{
    /// <summary>Those that begin with what was typed.</summary>
    public static IEnumerable<CompletionResult> Offer(IEnumerable<string> words, string typed, Func<string, string>? spell = null) => words
        .Distinct(StringComparer.Ordinal)
        .Where(word => word.StartsWith(typed.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
        .Select(word => new CompletionResult(Quoted(spell?.Invoke(word) ?? word), SafeText.Escape(word), CompletionResultType.ParameterValue, SafeText.Escape(word)));

    static string Quoted(string word) =>
        word.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '=' or '/') ? word : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";
}
