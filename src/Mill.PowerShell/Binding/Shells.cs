using System.Management.Automation;

namespace Mill.PowerShell.Binding;

/// <summary>What a name means in this shell, that no program on PATH has.</summary>
internal static class Shells
{
    const CommandTypes Own = CommandTypes.Alias | CommandTypes.Function | CommandTypes.Filter | CommandTypes.Cmdlet;

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
