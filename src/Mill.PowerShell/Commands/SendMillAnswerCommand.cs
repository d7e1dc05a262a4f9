using System.Management.Automation;
using Mill.PowerShell.Binding;
using Mill.PowerShell.Completion;
using Mill.Runs;

namespace Mill.PowerShell.Commands;

/// <summary>Answers what runs ask.</summary>
[Cmdlet(VerbsCommunications.Send, "MillAnswer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MillAnswer))]
public sealed class SendMillAnswerCommand : RunsCommand
{
    string? _meant;

    /// <summary>The answer; of a question with choices, one of them.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(AnswerCompleter))]
    public string Answer { get; set; } = "";

    /// <summary>Which question is answered, where a run asks several.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(QuestionCompleter))]
    public string? Question { get; set; }

    /// <inheritdoc/>
    private protected override void Process(RunTarget target)
    {
        _meant = Question ?? target.Question;
        base.Process(target);
    }

    /// <inheritdoc/>
    private protected override void Process(MillClient client, RunId id)
    {
        if (ShouldProcess(Title(client, id), $"answer '{Answer}'"))
            WriteObject(new MillAnswer(client.Answer(id, new AnswerRequest { Answer = Answer, Question = _meant }), client.Home));
    }
}
