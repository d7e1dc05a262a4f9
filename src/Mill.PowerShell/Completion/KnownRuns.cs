using System.Collections;
using System.Management.Automation;
using Mill.Runs;

namespace Mill.PowerShell.Completion;

/// <summary>The runs that a completion may offer. Completing never fails: where nothing can be read, nothing is offered.</summary>
internal sealed class KnownRuns(IDictionary bound)
{
    const int Newest = 200;

    /// <summary>The newest runs of the home that the line names so far.</summary>
    public IReadOnlyList<Run> All() => Of(new RunFilter());

    /// <summary>The newest of those that a filter lets through.</summary>
    public IReadOnlyList<Run> Of(RunFilter filter)
    {
        try
        {
            return [.. new MillClient(new MillOptions { Home = Home() }).List(filter with { Last = Newest })];
        }
        catch (Exception e) when (e is MillException or RuntimeException)
        {
            return [];
        }
    }

    // A relative path means the shell's place, which only the shell knows.
    string? Home() => (bound["MillHome"] ?? bound["Home"]) as string is { Length: > 0 } home
        ? ScriptBlock.Create("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").InvokeReturnAsIs(home) as string ?? home
        : null;
}
