using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Asks a person something from inside a run, waits, and gives back the answer.</summary>
[Cmdlet(VerbsLifecycle.Request, "MillAnswer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(string))]
public sealed class RequestMillAnswerCommand : MillCommand
{
    /// <summary>The question: one line.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Question { get; set; } = "";

    /// <summary>The answers that count; without any, everything does.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Choice { get; set; }

    /// <summary>What counts when nobody answers in time.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Default { get; set; }

    /// <summary>How long to wait.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ShouldProcess("the run that this is inside of", $"ask '{Question}'")) For(Question, () => Tell(Client.Ask(Request(), StopToken)));
    }

    AskRequest Request() => new()
    {
        Text = Question,
        Choices = Choice ?? [],
        Default = Default,
        Timeout = Timeout,
        Asked = (run, question) => WriteVerbose($"Run {run} asks {Told.Question(question)}. To answer: {Spelling.AsCmdlets(Told.Command(run, question, isOnly: false))}"),
    };

    void Tell(AnswerOutcome outcome)
    {
        if (outcome.How == Answers.Expired)
            throw new MillException(MillError.TimedOut, $"Nobody answered {outcome.Question} of run {outcome.Id} in time ({outcome.Text}).", outcome.Id);
        WriteVerbose(outcome.How == Answers.Default ? $"Nobody answered {outcome.Question} in time." : $"{outcome.By} answered {outcome.Question}.");
        WriteObject(outcome.Answer);
    }
}
