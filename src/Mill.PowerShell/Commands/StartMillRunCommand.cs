using System.Management.Automation;
using Mill.Json;
using Mill.Plans;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;
using Mill.PowerShell.Jobs;
using Mill.PowerShell.Scripts;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Starts a run in the background that outlives this shell: a command, a script block, a script or a plan.</summary>
[Cmdlet(VerbsLifecycle.Start, "MillRun", DefaultParameterSetName = CommandSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(MillRun), typeof(Job2))]
public sealed class StartMillRunCommand : StartingCommand
{
    const string CommandSet = "Command", BlockSet = "ScriptBlock", FileSet = "File", TemplateSet = "Template", PlanSet = "Plan";
    const int LastLines = 10;

    string? _stayingWith;

    /// <summary>The command: a name to look up on PATH, or a path.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CommandSet)]
    [ValidateNotNullOrEmpty]
    public string Command { get; set; } = "";

    /// <summary>The script block, which runs in a PowerShell of its own.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = BlockSet)]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>The script, of which a copy runs in a PowerShell of its own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string FilePath { get; set; } = "";

    /// <summary>The template, by its name in mill.json or config.json.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TemplateSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TemplateCompleter))]
    public string? Template { get; set; }

    /// <summary>What the parameters of the template or plan stand for: a dictionary, or <c>name=value</c>.</summary>
    [Parameter(ParameterSetName = TemplateSet)]
    [Parameter(ParameterSetName = PlanSet)]
    [Tags]
    [ArgumentCompleter(typeof(TemplateParameterCompleter))]
    public Dictionary<string, string?>? Set { get; set; }

    /// <summary>Many tasks that may wait for each other: the path of a file, or the tasks as dictionaries.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlanSet)]
    [ValidateNotNullOrEmpty]
    public object? Plan { get; set; }

    /// <summary>How many tasks run at the same time.</summary>
    [Parameter(ParameterSetName = PlanSet)]
    [ValidateRange(1, PlanCheck.MostParallel)]
    public int? Parallel { get; set; }

    /// <summary>The first task that fails ends the run.</summary>
    [Parameter(ParameterSetName = PlanSet)]
    public SwitchParameter FailFast { get; set; }

    /// <summary>The arguments; for a script or script block, one dictionary gives named ones.</summary>
    [Parameter(Position = 1, ValueFromRemainingArguments = true, ParameterSetName = CommandSet)]
    [Parameter(Position = 1, ValueFromRemainingArguments = true, ParameterSetName = BlockSet)]
    [Parameter(Position = 1, ValueFromRemainingArguments = true, ParameterSetName = FileSet)]
    [Parameter(Position = 1, ValueFromRemainingArguments = true, ParameterSetName = TemplateSet)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object?[]? ArgumentList { get; set; }

    /// <summary>How many levels of properties are kept of the objects that come out.</summary>
    [Parameter(ParameterSetName = BlockSet)]
    [Parameter(ParameterSetName = FileSet)]
    [ValidateRange(1, 20)]
    public int Depth { get; set; } = 1;

    /// <summary>Waits until the run is over.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Shows what it prints until it is over.</summary>
    [Parameter]
    public SwitchParameter Watch { get; set; }

    /// <summary>Gives back a job for Get-Job and its kin instead of the run.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <inheritdoc/>
    private protected override string? Farewell =>
        _stayingWith is { } id ? Attending.Farewell(Watch ? "Get-MillLog -Wait" : "Wait-MillRun", [id], MillHome is null ? null : Client.Home) : null;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var request = Must(Request) with { CallerStays = Wait || Watch };
        var spec = Must(() => Found(request));
        WriteVerbose(spec.Plan is null ? $"'{spec.Command}' is {spec.Path}, to be started in {spec.WorkingDirectory}." : $"{spec.Plan.Title}, to be started in {spec.WorkingDirectory}.");
        if (!Agreed(request, spec)) return;
        var run = Must(() => Client.Start(request, Warn));
        WriteVerbose($"Run {run.Id} is {run.EffectiveStatus.Word()} under worker {run.Worker?.Pid}; its folder is {run.Directory}.");
        if (Wait || Watch) For(run.Id, () => Stay(run, spec.Merge));
        else WriteObject(AsJob ? MillJobSourceAdapter.JobOf(Client, run) : new MillRun(run, Client.Home));
    }

    // What a plan would do takes more than a line, and is looked at only where somebody wants to know.
    bool Agreed(StartRequest request, RunSpec spec)
    {
        if (spec.Plan is not { } plan) return ShouldProcess(SafeText.Command(spec.Command, Placeholders.Fill(spec, spec.Arguments, _ => null)), "start");
        var title = SafeText.Escape(plan.Title);
        return IsWhatIf
            ? ShouldProcess($"Start {title}.\n{PlanPage.Of(Must(() => Client.Preview(request))).TrimEnd()}", title, "Start-MillRun")
            : ShouldProcess(title, "start");
    }

    void Stay(Run run, bool isMerged)
    {
        _stayingWith = run.Id;
        var id = Client.Find(run.Id);
        if (new Attendance(Client, act => For(run.Id, act), StopToken).ToTheEnd(run, Watch ? Show : null, WriteWarning) is not { } ended) return;
        _stayingWith = null;
        var shown = new MillRun(ended, Client.Home);
        // Before anything that may end the pipeline: whoever looks at the code must not find an older one.
        SessionState.PSVariable.Set("global:LASTEXITCODE", Attending.ExitCode(ended));
        WriteObject(shown);
        if (ended.Status == RunStatus.Complete) return;
        if (!Watch)
            foreach (var line in Attending.Lines(Client.ReadLog(id, new LogRequest { Out = isMerged, Last = LastLines }))) Show(line);
        WriteError(Errors.OfEnd(ended, shown));
    }

    void Show((string Text, string Tag) line) => WriteInformation(new HostInformationMessage { Message = line.Text }, ["PSHOST", line.Tag]);

    StartRequest OfTemplate(IReadOnlyList<TypedWord> words) => Basis("") with
    {
        Template = Template,
        Arguments = ArgumentTexts.Of(CommandArguments.Texts(ArgumentList), words),
        Parameters = Variables.Set(Set),
    };

    RunSpec Found(StartRequest request)
    {
        try
        {
            return Client.Check(request);
        }
        catch (MillException e) when (e.Code == MillError.CommandNotFound && Shells.Meaning(InvokeCommand, request.Command) is { } meaning)
        {
            throw new MillException(e.Code, meaning, e.Target, e);
        }
    }

    StartRequest Request()
    {
        if (AsJob && (Wait || Watch))
            throw new MillException(MillError.BadValue, $"-AsJob and {(Wait ? "-Wait" : "-Watch")} cannot both be meant; a job is waited for with Wait-Job.", "AsJob");
        if (Plan is not null) return Planned(AskedPlan.Read(this, Client, Plan, Parallel, FailFast));
        if (ParameterSetName is BlockSet or FileSet) return Submission.Of(this, Basis(Command));
        var line = TypedLine.Of(MyInvocation);
        var words = line is null ? [] : CommandWords.Of(line, TypedLine.Own(MyInvocation));
        if (Template is not null) return OfTemplate(words);
        if (!Shells.IsScript(Command)) return Basis(Command) with { Arguments = ArgumentTexts.Of(CommandArguments.Texts(ArgumentList), words) };
        FilePath = Shells.Script(InvokeCommand, Command) ?? PathOf(Command);
        WriteVerbose($"'{Command}' is a script, {FilePath}: it is started as with -FilePath.");
        return Submission.Of(this, Basis(Command));
    }

    // A plan that says where it starts is not to be told where the shell is.
    StartRequest Planned(PlanRequest plan) => Basis("") is var basis && plan.WorkingDirectory is not null && WorkingDirectory is null
        ? basis with { Plan = plan, Parameters = Variables.Set(Set), WorkingDirectory = null }
        : basis with { Plan = plan, Parameters = Variables.Set(Set) };
}
