using System.Management.Automation;
using Mill.PowerShell;

namespace Mill.Tests.Cmdlets;

/// <summary>Mill's errors as PowerShell's.</summary>
public sealed class The_errors
{
    [Fact]
    public void have_each_a_category_of_their_own_accord() =>
        Assert.DoesNotContain(Enum.GetValues<MillError>(), code => Errors.Category(code) == ErrorCategory.NotSpecified);

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
