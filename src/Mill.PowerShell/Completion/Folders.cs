using System.Management.Automation;
using Shell = System.Management.Automation.PowerShell;

namespace Mill.PowerShell.Completion;

/// <summary>Folders, and files, that a line names while it is typed.</summary>
internal static class Folders
{
    /// <summary>The folders that a path names; null where none is named.</summary>
    public static IReadOnlyList<string>? Of(object? named) => named is string { Length: > 0 } path ? Items<DirectoryInfo>(path) : null;

    /// <summary>The file that a path names; null where it names none.</summary>
    public static string? File(object? named) => named is string { Length: > 0 } path && Items<FileInfo>(path) is [var file, ..] ? file : null;

    // Only the shell knows its drives, and what a path is relative to.
    static string[] Items<T>(string path) where T : FileSystemInfo
    {
        using var shell = Shell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(@"Microsoft.PowerShell.Management\Get-Item").AddParameter("LiteralPath", path).AddParameter("Force").AddParameter("ErrorAction", "Ignore");
        return [.. shell.Invoke().Select(item => item.BaseObject).OfType<T>().Select(one => one.FullName)];
    }
}
