using System.Management.Automation;
using Mill.Plans;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;

namespace Mill.PowerShell.Commands;

/// <summary>Shows what a plan would do: its tasks in their order, and what decides how long it takes. Nothing is started.</summary>
[Cmdlet(VerbsCommon.Get, "MillPlan", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MillPlan))]
public sealed class GetMillPlanCommand : MillCommand
{
    const string PathSet = "Path", PlanSet = "Plan";

    /// <summary>The files that the plans are in.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>The tasks as dictionaries, or one dictionary with a key <c>tasks</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlanSet)]
    [ValidateNotNullOrEmpty]
    public object? Plan { get; set; }

    /// <summary>What the parameters of the plans stand for: a dictionary, or <c>name=value</c>.</summary>
    [Parameter]
    [Tags]
    [ArgumentCompleter(typeof(TemplateParameterCompleter))]
    public Dictionary<string, string?>? Set { get; set; }

    /// <summary>How many tasks would run at the same time.</summary>
    [Parameter]
    [ValidateRange(1, PlanCheck.MostParallel)]
    public int? Parallel { get; set; }

    /// <summary>The first task that fails would end the run.</summary>
    [Parameter]
    public SwitchParameter FailFast { get; set; }

    /// <summary>The name that the run would have: how long it takes is told by earlier runs of that name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NameCompleter))]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var one in Path ?? (object[])[Plan!])
            For(one, () => WriteObject(new MillPlan(Client.Preview(Request(AskedPlan.Read(this, Client, one, Parallel, FailFast))))));
    }

    StartRequest Request(PlanRequest plan) => new()
    {
        Command = "",
        Plan = plan,
        Parameters = Variables.Set(Set),
        Name = Name,
        WorkingDirectory = plan.WorkingDirectory is null ? SessionState.Path.CurrentFileSystemLocation.ProviderPath : null,
    };
}
