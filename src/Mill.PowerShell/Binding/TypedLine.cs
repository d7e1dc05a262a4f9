using System.Management.Automation;
using System.Management.Automation.Language;

namespace Mill.PowerShell.Binding;

/// <summary>A line as it was typed, before anything was bound.</summary>
internal static class TypedLine
{
    /// <summary>The words behind the cmdlet's name; null where they cannot be told: nothing is better than a guess.</summary>
    public static IReadOnlyList<TypedWord>? Of(InvocationInfo invocation)
    {
        // Newer than what the module is compiled against, and not in every shell.
        if (PSObject.AsPSObject(invocation).Properties["Statement"]?.Value is not string { Length: > 0 } text) return null;
        var parsed = Parser.ParseInput(text, out _, out var errors);
        return errors.Length == 0 && parsed is { EndBlock.Statements: [PipelineAst { PipelineElements: [CommandAst command] }] }
            ? [.. Words(command)]
            : null;
    }

    /// <summary>The parameters that a line may name.</summary>
    public static IReadOnlyList<OwnParameter> Own(InvocationInfo invocation) =>
        [.. invocation.MyCommand.Parameters.Values.Select(one => new OwnParameter(one.Name, one.Aliases, one.SwitchParameter))];

    static IEnumerable<TypedWord> Words(CommandAst command)
    {
        var end = 0;
        foreach (var part in command.CommandElements.Skip(1).SelectMany(Parts))
        {
            yield return new TypedWord(part.Text, part.Kind, part.Start == end);
            end = part.Start + part.Text.Length;
        }
    }

    static IEnumerable<(string Text, WordKind Kind, int Start)> Parts(CommandElementAst element)
    {
        var (text, start) = (element.Extent.Text, element.Extent.StartOffset);
        if (element is not CommandParameterAst option) return [(text, Kind(element), start)];
        if (option.Argument is not { Extent: var value }) return [(text, text == "--" ? WordKind.Dashes : WordKind.Option, start)];
        return [(text[..(value.StartOffset - start)].TrimEnd(), WordKind.Option, start), (value.Text, Kind(option.Argument), value.StartOffset)];
    }

    static WordKind Kind(Ast element) => element switch
    {
        ArrayLiteralAst => WordKind.List,
        VariableExpressionAst { Splatted: true } => WordKind.Splat,
        _ => WordKind.Value,
    };
}
