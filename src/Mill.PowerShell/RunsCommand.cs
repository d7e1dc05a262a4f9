using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>A cmdlet that does something to each run that it is given.</summary>
public abstract class RunsCommand : MillCommand
{
    /// <summary>The runs: run objects, ids, any unique beginning of one, its last four letters, or run folders.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "RunId")]
    [RunTarget]
    [ArgumentCompleter(typeof(RunCompleter))]
    public virtual RunTarget[]? Run { get; set; }

    /// <summary>Whether the runs are named by an argument, and not by the pipeline.</summary>
    private protected bool IsNamed { get; private set; }

    /// <summary>Does it to one run.</summary>
    private protected abstract void Process(MillClient client, RunId id);

    /// <inheritdoc/>
    protected override void BeginProcessing() => IsNamed = MyInvocation.BoundParameters.ContainsKey(nameof(Run));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var target in Run ?? [])
            For(target.Given!, () => Process(target));
    }

    /// <summary>Does it to what one item names.</summary>
    private protected virtual void Process(RunTarget target) => Process(ClientOf(target.MillHome), Find(target));

    /// <summary>The run that is meant. Text from the pipeline has to be a whole id: a list of words must not hit runs by chance.</summary>
    private protected RunId Find(RunTarget target)
    {
        if (target.Text is not { } text) throw NotARun(target.Given, IsNamed);
        if (IsNamed || RunId.TryParse(text, out _)) return Tell(text, ClientOf(target.MillHome).Find(text));
        throw new MillException(MillError.BadRunId, $"'{text}' from the pipeline is no whole run id; give a part of one as an argument.", text);
    }

    /// <summary>What a question about a run calls it.</summary>
    internal static string Title(MillClient client, RunId id)
    {
        try
        {
            return Views.Cells.Title(client.Get(id));
        }
        catch (MillException e) when (e.Code is MillError.RunDamaged or MillError.NewerFormat)
        {
            return $"run {id}"; // What is done to it may need none of what cannot be read.
        }
    }

    RunId Tell(string text, RunId found)
    {
        if (text != found.Text) WriteVerbose($"'{text}' means run {found}.");
        return found;
    }
}
