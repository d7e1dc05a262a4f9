using System.Collections;
using System.Management.Automation;
using Mill.PowerShell.Binding;

namespace Mill.PowerShell;

/// <summary>A cmdlet that runs something again.</summary>
public abstract class AgainCommand : RunsCommand
{
    /// <summary>Variables that are given again or changed; <c>$null</c> takes one away.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <summary>What is asked for.</summary>
    private protected virtual ResumeRequest Request(bool dryRun = false) => new() { DryRun = dryRun, Environment = Variables.Of(Environment) };
}
