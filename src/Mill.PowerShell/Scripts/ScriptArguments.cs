using System.Collections;
using System.Management.Automation;

namespace Mill.PowerShell.Scripts;

/// <summary>What a script is called with.</summary>
internal static class ScriptArguments
{
    // By this note a word is the name of a parameter when arguments are handed on; the engine's own, of @args.
    const string NameNote = "<CommandParameterName>";

    /// <summary>One dictionary as named arguments; anything else as what it is, in its place.</summary>
    public static object Of(object?[]? given) => given switch
    {
        null => Array.Empty<object>(),
        [PSObject { BaseObject: IDictionary named }] => new Hashtable(named),
        [IDictionary named] => new Hashtable(named),
        _ => given,
    };

    /// <summary>The words of a command line as <c>pwsh -File</c> reads them: one with a dash before it is a parameter's name.</summary>
    public static object Typed(object?[]? words) => (words ?? []).SelectMany(Read).ToArray();

    static IEnumerable<object?> Read(object? word)
    {
        if ((word is PSObject { BaseObject: var inner } ? inner : word) is not string { Length: > 1 } text || text[0] != '-' || !char.IsLetter(text[1])) return [word];
        return text.Split(':', 2) is [var name, { Length: > 0 } value] ? [Name(name), value] : [Name(text)];
    }

    static PSObject Name(string text)
    {
        var word = new PSObject(text);
        word.Properties.Add(new PSNoteProperty(NameNote, text.TrimEnd(':')[1..]));
        return word;
    }
}
