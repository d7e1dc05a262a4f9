using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Runs a failed, cancelled or lost run again, under the same id.</summary>
[Cmdlet(VerbsLifecycle.Resume, "MillRun", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MillRun))]
public sealed class ResumeMillRunCommand : AgainCommand
{
    /// <summary>Only these tasks; without it, all that have not finished.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string[]? Task { get; set; }

    /// <summary>This task and all that wait for it, whether they had finished or not.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TaskCompleter))]
    public string? From { get; set; }

    /// <summary>What parameters of its template or plan stand for now: a dictionary, or <c>name=value</c>.</summary>
    [Parameter]
    [Tags]
    public Dictionary<string, string?>? Set { get; set; }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        var plan = client.Resume(id, Request(dryRun: true));
        var words = Story.Resumed(plan.Kept, plan.Again, plan.LeftOut);
        var title = Title(client, id);
        WriteVerbose($"{id}: {words}");
        if (!ShouldProcess($"Resume {title} as generation {plan.Generation}.\n{words}", $"Resume {title}?\n{words}", "Resume-MillRun")) return;
        WriteObject(new MillRun(client.Resume(id, Request(), Warn).Run!, client.Home));
    }

    /// <inheritdoc/>
    private protected override ResumeRequest Request(bool dryRun = false) => base.Request(dryRun) with { Tasks = Task ?? [], From = From, Parameters = Variables.Set(Set) };
}
