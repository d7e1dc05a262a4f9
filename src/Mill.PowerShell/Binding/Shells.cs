using System.Management.Automation;

namespace Mill.PowerShell.Binding;

/// <summary>What a name means in this shell, that no program on PATH has.</summary>
internal static class Shells
{
    const string ScriptEnding = ".ps1";
    const CommandTypes Own = CommandTypes.Alias | CommandTypes.Function | CommandTypes.Filter | CommandTypes.Cmdlet;

    /// <summary>Whether a command is a script of PowerShell's.</summary>
    public static bool IsScript(string command) => command.EndsWith(ScriptEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>The script of that name on PATH; null where there is none, or where a path is named.</summary>
    public static string? Script(CommandInvocationIntrinsics shell, string name) =>
        name.AsSpan().IndexOfAny('/', '\\') < 0 && shell.GetCommand(name, CommandTypes.ExternalScript) is ExternalScriptInfo found ? found.Path : null;

    /// <summary>What a name stands for here, and how to start that; null where it stands for nothing.</summary>
    public static string? Meaning(CommandInvocationIntrinsics shell, string name) => shell.GetCommand(name, Own) switch
    {
        AliasInfo { ResolvedCommand: ApplicationInfo } alias => $"'{name}' is an alias of {alias.Definition} in this shell: use Start-MillRun -- {alias.Definition}",
        AliasInfo alias => $"'{name}' is an alias of {alias.Definition} in this shell: use Start-MillRun {{ {name} }}",
        FunctionInfo => $"'{name}' is a function in this shell: use Start-MillRun {{ {name} }}",
        CmdletInfo => $"'{name}' is a cmdlet of PowerShell's: use Start-MillRun {{ {name} }}",
        _ => null,
    };
}
