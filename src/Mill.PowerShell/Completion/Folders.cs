using System.Management.Automation;
using Shell = System.Management.Automation.PowerShell;

namespace Mill.PowerShell.Completion;

/// <summary>Folders that a line names while it is typed.</summary>
internal static class Folders
{
    /// <summary>The folders that a path names; null where none is named.</summary>
    public static IReadOnlyList<string>? Of(object? named) => named is string { Length: > 0 } path ? Of(path) : null;

    // Only the shell knows its drives, and what a path is relative to.
    static string[] Of(string path)
    {
        using var shell = Shell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(@"Microsoft.PowerShell.Management\Get-Item").AddParameter("LiteralPath", path).AddParameter("Force").AddParameter("ErrorAction", "Ignore");
        return [.. shell.Invoke().Select(item => item.BaseObject).OfType<DirectoryInfo>().Select(folder => folder.FullName)];
    }
}
