using System.Collections;
using System.Management.Automation;
using Mill.Plans;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>A cmdlet that starts a run: everything that a run can be, whatever it runs.</summary>
public abstract class StartingCommand : MillCommand
{
    /// <summary>A name for people.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NameCompleter))]
    public string? Name { get; set; }

    /// <summary>The folder to start in; without it, the shell's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    /// <summary>Variables to set; <c>$null</c> takes one away.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <summary>Variables to take away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RemoveEnvironment { get; set; }

    /// <summary>Ends the run when it takes longer.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Ends the run when it prints nothing for so long.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>How long processes have to end by themselves.</summary>
    [Parameter]
    [Duration(OrZero = true)]
    public TimeSpan? Grace { get; set; }

    /// <summary>Ends the run when its processes take more memory.</summary>
    [Parameter]
    [Size]
    public long? MemoryLimit { get; set; }

    /// <summary>How many processors it may use.</summary>
    [Parameter]
    public double? CpuLimit { get; set; }

    /// <summary>How much of each stream is kept.</summary>
    [Parameter]
    [Size]
    public long? LogCap { get; set; }

    /// <summary>Ends the run when it prints more.</summary>
    [Parameter]
    [Size]
    public long? OutputLimit { get; set; }

    /// <summary>Both streams into one log, in order.</summary>
    [Parameter]
    public SwitchParameter MergeOutput { get; set; }

    /// <summary>Asks the command to print line by line.</summary>
    [Parameter]
    public SwitchParameter LineBuffered { get; set; }

    /// <summary>Lets processes live on that the command leaves behind.</summary>
    [Parameter]
    public SwitchParameter AllowBackground { get; set; }

    /// <summary>Keeps secret-looking values on disk, for a later resume.</summary>
    [Parameter]
    public SwitchParameter KeepSecrets { get; set; }

    /// <summary>Fails the run where it leaves no result: by default, a last line of JSON.</summary>
    [Parameter]
    public SwitchParameter RequireResult { get; set; }

    /// <summary>Words to find the run by: a dictionary, or <c>key=value</c>.</summary>
    [Parameter]
    [Tags]
    [ArgumentCompleter(typeof(TagCompleter))]
    public Dictionary<string, string?>? Tag { get; set; }

    /// <summary>How often it is tried in all when it ends badly; of a plan, every task that does not say so itself.</summary>
    [Parameter]
    [ValidateRange(1, RetryReader.MostAttempts)]
    public int? Retry { get; set; }

    /// <summary>The first pause between two attempts; each is twice as long as the one before.</summary>
    [Parameter]
    [Duration(OrZero = true)]
    public TimeSpan? RetryDelay { get; set; }

    /// <summary>Only after these ends: exit codes, signals, reasons.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EndCompleter))]
    public string[]? RetryOn { get; set; }

    /// <summary>The queue to wait in for a free slot.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QueueCompleter))]
    public string? Queue { get; set; }

    /// <summary>In its queue, higher ones go first.</summary>
    [Parameter]
    [ValidateRange(-RunQueue.HighestPriority, RunQueue.HighestPriority)]
    public int Priority { get; set; }

    /// <summary>The runs that have to be complete before.</summary>
    [Parameter]
    [RunTarget]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunTarget[]? After { get; set; }

    /// <summary>It is enough that those are over, however.</summary>
    [Parameter]
    public SwitchParameter AfterAny { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!MyInvocation.ExpectingInput) return;
        ThrowTerminatingError(Errors.Of(new MillException(MillError.BadArgument,
            "A run takes nothing from the pipeline: its standard input is empty. Hand it over in a file, or as an argument."), null));
    }

    /// <summary>What is asked for, but for the arguments.</summary>
    private protected StartRequest Basis(string command) => new()
    {
        Command = command,
        Retry = Retries.Policy(Retry, RetryDelay, RetryOn ?? []),
        Name = Name,
        WorkingDirectory = WorkingDirectory is { } folder ? PathOf(folder) : null,
        CallerDirectory = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        Environment = Variables.Of(Environment, RemoveEnvironment),
        Tags = (Tag ?? []).ToDictionary(one => one.Key, one => one.Value ?? "", StringComparer.Ordinal),
        Timeout = Timeout,
        IdleTimeout = IdleTimeout,
        Grace = Grace,
        MemoryLimit = MemoryLimit,
        CpuLimit = CpuLimit,
        LogCap = LogCap,
        OutputLimit = OutputLimit,
        Merge = Choice(nameof(MergeOutput), MergeOutput),
        LineBuffered = Choice(nameof(LineBuffered), LineBuffered),
        AllowBackground = Choice(nameof(AllowBackground), AllowBackground),
        KeepSecrets = Choice(nameof(KeepSecrets), KeepSecrets),
        RequireResult = Choice(nameof(RequireResult), RequireResult),
        Queue = Queue,
        Priority = MyInvocation.BoundParameters.ContainsKey(nameof(Priority)) ? Priority : null,
        After = [.. (After ?? []).Select(one => one.Text ?? throw NotARun(one.Given))],
        AfterAny = AfterAny,
    };

    // A switch that is not named leaves it to the files of settings.
    bool? Choice(string name, SwitchParameter given) => MyInvocation.BoundParameters.ContainsKey(name) ? given : null;
}
