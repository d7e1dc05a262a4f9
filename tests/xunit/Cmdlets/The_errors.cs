using System.Management.Automation;
using Mill.PowerShell;
using Mill.Runs;

namespace Mill.Tests.Cmdlets;

/// <summary>Mill's errors as PowerShell's.</summary>
public sealed class The_errors
{
    [Fact]
    public void have_each_a_category_of_their_own_accord() =>
        Assert.DoesNotContain(Enum.GetValues<MillError>(), code => Errors.Category(code) == ErrorCategory.NotSpecified);

    [Fact]
    public void are_made_of_processes_that_should_be_gone_and_of_no_others()
    {
        Survivor[] left = [new(7, "1", "s\x1bh", "not-permitted"), new(8, "1", "daemon", "allowed-background"), new(9, "1", "disk", "unkillable")];
        var error = Errors.OfSurvivors("20260102-030405-abcd", left);
        Assert.Equal((MillError.SystemRefused, @"Processes of run 20260102-030405-abcd could not be ended: 7 s\x1bh (not-permitted), 9 disk (unkillable)"), (error?.Code, error?.Message));
        Assert.Null(Errors.OfSurvivors("20260102-030405-abcd", [left[1]]));
    }

    [Theory]
    [InlineData(MillError.AnswerRefused, "'--force' is no answer to q1 of run x (Run with --force, see mill logs?); it takes one of: --force, no. Try: mill answer x no",
        "'--force' is no answer to q1 of run x (Run with --force, see mill logs?); it takes one of: --force, no. Try: Send-MillAnswer x no")]
    [InlineData(MillError.QuestionAmbiguous, "Run x asks 2 questions: q1: Use --force?; q2: mill logs? Say which: mill answer x ANSWER --question q1",
        "Run x asks 2 questions: q1: Use --force?; q2: mill logs? Say which: Send-MillAnswer x ANSWER -Question q1")]
    [InlineData(MillError.NothingAsked, "Run x does not ask q3. It asks q1: Use --force?.", "Run x does not ask q3. It asks q1: Use --force?.")]
    [InlineData(MillError.FolderNotFound, "The folder /x does not exist; make it, or give another with --cwd.", "The folder /x does not exist; make it, or give another with -WorkingDirectory.")]
    public void leave_people_what_they_asked_and_answered(MillError code, string core, string here) => Assert.Equal(here, Errors.Message(new MillException(code, core, null)));

    [Theory]
    [InlineData(MillError.RunNotFound, ErrorCategory.ObjectNotFound)]
    [InlineData(MillError.RunAmbiguous, ErrorCategory.InvalidArgument)]
    [InlineData(MillError.NotARun, ErrorCategory.InvalidArgument)]
    [InlineData(MillError.HomeNotYours, ErrorCategory.PermissionDenied)]
    [InlineData(MillError.RunIsLive, ErrorCategory.InvalidOperation)]
    [InlineData(MillError.RunBusy, ErrorCategory.ResourceBusy)]
    [InlineData(MillError.DiskFull, ErrorCategory.WriteError)]
    [InlineData(MillError.TimedOut, ErrorCategory.OperationTimeout)]
    public void have_the_category_that_scripts_rely_on(MillError code, ErrorCategory category) => Assert.Equal(category, Errors.Category(code));
}
