using Mill.Help;
using Mill.Help.Cmdlets;
using Mill.Help.Pages;

namespace Mill.Tests.Help;

/// <summary>A cmdlet that there is not, and its page.</summary>
static class Sample
{
    public const string File = "Get-Thing.md";

    public const string Page = """
        # Get-Thing

        ## SYNOPSIS

        Gets `things`.

        ## DESCRIPTION

        A thing is **found** by its name,
        or by [another page](about_Things.md).

        - one
        - two

        ## EXAMPLES

        ### By name

        It is so.

        ```powershell
        $thing = Get-Thing lamp
        $thing.Name
        ```

        ```output
        lamp
        ```

        And so on.

        ### All of them

        ```powershell
        Get-Thing *
        ```

        ## PARAMETERS

        ### -Name

        Which things.

        ### -Kind

        Of which kind.

        Default: Old

        ### -Quiet

        Says less.

        ## INPUTS

        ### string

        Names.

        ## OUTPUTS

        ### Thing

        The things.

        ## NOTES

        Be careful.

        ## RELATED LINKS

        - [Get-Thing](Get-Thing.md)
        - [More](https://example.org/)
        """;

    public static readonly Cmdlet Cmdlet = new("Get-Thing",
    [
        new("Quiet", Parameter.Switch, [new Place(null)]),
        new("Kind", "Acme.Kind", [new Place(null)]) { Values = ["Old", "New"] },
        new("Name", "System.String[]", [new Place(null) { Position = 0, Mandatory = true, ByValue = true }]) { Aliases = ["Id"], Wildcards = true },
    ])
    { Outputs = ["Acme.Thing"] };

    /// <summary>The number of the first line of a page that is this.</summary>
    public static int LineOf(string page, string line) => Array.IndexOf(page.Split('\n'), line) + 1;

    /// <summary>A page, and what is wrong with it.</summary>
    public static (CmdletPage Page, Problem[] Problems) Read(string page)
    {
        var problems = new Problems();
        var read = new CmdletPageReader("Get-Thing", problems.In(File)).Read(page.Split('\n'));
        return (read, [.. problems.All]);
    }

    /// <summary>What is wrong with a page when it is held against the cmdlet.</summary>
    public static Problem[] Check(string page, Cmdlet? cmdlet = null)
    {
        var problems = new Problems();
        var read = new CmdletPageReader("Get-Thing", problems.In(File)).Read(page.Split('\n'));
        new PageCheck(read, cmdlet ?? Cmdlet, problems.In(File)).Check();
        return [.. problems.All];
    }
}
