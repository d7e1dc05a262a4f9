using System.Management.Automation;
using Mill.PowerShell.Completion;

namespace Mill.PowerShell.Commands;

/// <summary>Tells which settings are in force, and where each comes from.</summary>
[Cmdlet(VerbsCommon.Get, "MillConfig")]
[OutputType(typeof(MillSetting))]
public sealed class GetMillConfigCommand : MillCommand
{
    /// <summary>Only settings of these names; wildcards stand for anything.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string[] Key { get; set; } = ["*"];

    /// <summary>The folder of which the settings are; without it, the shell's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var patterns = Key.Select(key => WildcardPattern.Get(key, WildcardOptions.IgnoreCase)).ToArray();
        foreach (var one in Must(() => Client.Config(WorkingDirectory is { } folder ? PathOf(folder) : SessionState.Path.CurrentFileSystemLocation.ProviderPath)))
            if (patterns.Any(pattern => pattern.IsMatch(one.Key))) WriteObject(new MillSetting(one));
    }
}
