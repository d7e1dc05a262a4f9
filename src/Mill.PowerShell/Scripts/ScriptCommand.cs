using System.Management.Automation;
using Mill.PowerShell.Commands;

namespace Mill.PowerShell.Scripts;

/// <summary>A command that is a script: <c>Start-MillRun ./build.ps1 -Configuration Release</c>.</summary>
internal static class ScriptCommand
{
    // By this note a word is the name of a parameter when arguments are handed on; the engine's own, of @args.
    const string NameNote = "<CommandParameterName>";

    /// <summary>Whether a command is a script.</summary>
    public static bool Is(string command) => command.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase);

    /// <summary>The script's path: from here, else by PATH; null for a command that is none.</summary>
    public static string? Find(StartMillRunCommand asked)
    {
        if (!Is(asked.Command)) return null;
        var here = asked.PathOf(asked.Command);
        if (File.Exists(here)) return here;
        return (asked.InvokeCommand.GetCommand(asked.Command, CommandTypes.ExternalScript) as ExternalScriptInfo)?.Path ?? here;
    }

    /// <summary>The arguments as <c>pwsh -File</c> reads them: a word with a dash before it is a parameter's name.</summary>
    public static object Arguments(object?[]? words) => (words ?? []).SelectMany(Read).ToArray();

    static IEnumerable<object?> Read(object? word)
    {
        if ((word is PSObject { BaseObject: var inner } ? inner : word) is not string { Length: > 1 } text || text[0] != '-' || !char.IsLetter(text[1])) return [word];
        var parts = text.Split(':', 2);
        return parts is [var name, { Length: > 0 } value] ? [Name(name), value] : [Name(text)];
    }

    static PSObject Name(string text)
    {
        var word = new PSObject(text);
        word.Properties.Add(new PSNoteProperty(NameNote, text[1..]));
        return word;
    }
}
