using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Mill.Runs;

namespace Mill.PowerShell.Completion;

/// <summary>Completes names of templates; each tells what it is for.</summary>
public sealed class TemplateCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        new KnownSettings(fakeBoundParameters).Templates()
            .Where(one => one.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(one => new CompletionResult(one.Name, one.Name, CompletionResultType.ParameterValue,
                SafeText.Escape(one.Description ?? string.Join(' ', one.Command))));
}

/// <summary>Completes parameters of the template or plan that the line names, as <c>name=</c>; those that have to be given come first.</summary>
public sealed class TemplateParameterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer(new KnownSettings(fakeBoundParameters).Parameters().Select(name => $"{name}="), wordToComplete);
}

/// <summary>Completes keys of settings, for a parameter that reads wildcards.</summary>
public sealed class SettingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Offer(new KnownSettings(fakeBoundParameters).Settings().Select(one => one.Key), wordToComplete);
}
