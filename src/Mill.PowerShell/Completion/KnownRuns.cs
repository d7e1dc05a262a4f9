using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Mill.Runs;

namespace Mill.PowerShell.Completion;

/// <summary>The runs that a completion may offer.</summary>
internal static class KnownRuns
{
    const int Newest = 200;

    /// <summary>The newest runs of the home that the line names so far. Completing never fails: where nothing can be read, nothing is offered.</summary>
    public static IReadOnlyList<Run> Of(IDictionary bound)
    {
        try
        {
            var home = (bound["MillHome"] ?? bound["Home"]) as string;
            return [.. new MillClient(new MillOptions { Home = home }).List(new RunFilter { Last = Newest })];
        }
        catch (MillException)
        {
            return [];
        }
    }
}

/// <summary>Completes names of runs.</summary>
public sealed class NameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer(KnownRuns.Of(fakeBoundParameters).Select(run => run.Name).OfType<string>(), wordToComplete);
}

/// <summary>Completes tags, as <c>key=value</c>.</summary>
public sealed class TagCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer(KnownRuns.Of(fakeBoundParameters).SelectMany(run => run.Tags.Select(tag => $"{tag.Key}={tag.Value}")), wordToComplete);
}

/// <summary>Offers words, each once, quoted where PowerShell needs it.</summary>
internal static class Words
{
    /// <summary>Those that begin with what was typed.</summary>
    public static IEnumerable<CompletionResult> Offer(IEnumerable<string> words, string typed) => words
        .Distinct(StringComparer.Ordinal)
        .Where(word => word.StartsWith(typed.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
        .Select(word => new CompletionResult(Quoted(word), SafeText.Escape(word), CompletionResultType.ParameterValue, SafeText.Escape(word)));

    static string Quoted(string word) =>
        word.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '=' or '/') ? word : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";
}
