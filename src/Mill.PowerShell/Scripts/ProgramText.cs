using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;
using Mill.PowerShell.Binding;
using Mill.Runs;

namespace Mill.PowerShell.Scripts;

/// <summary>The code that a run gets a copy of.</summary>
/// <param name="Bytes">The code.</param>
/// <param name="Path">The file that it is in, under whose name it runs; null for code that was typed.</param>
/// <param name="Title">What people see.</param>
/// <param name="Kind">One of <see cref="ProgramKinds"/>.</param>
internal sealed partial record ProgramText(byte[] Bytes, string? Path, string Title, string Kind)
{
    /// <summary>A script file's.</summary>
    public static ProgramText OfFile(string path, string asTyped)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            // Start-Process has a -FilePath too, and there it is a program.
            return Shells.IsScript(path) ? new(bytes, path, asTyped, ProgramKinds.Script) : throw new MillException(MillError.BadArgument,
                $"{asTyped} is no script of PowerShell's: its name does not end in .ps1. A program is started by: Start-MillRun -- {SafeText.Command(asTyped, [])}", asTyped);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MillException(MillError.CommandNotFound, $"The script {path} does not exist. Check its spelling, or give its path.", path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MillException(MillError.CommandNotExecutable, $"The script {path} cannot be read: {e.Message}", path, e);
        }
    }

    /// <summary>A script block's; one from a file keeps its place there, so that errors name the right line.</summary>
    public static ProgramText Of(ScriptBlock block)
    {
        var code = block.ToString();
        var above = block.File is null ? "" : new string('\n', block.Ast.Extent.StartLineNumber - 1);
        return new(Encoding.UTF8.GetBytes(Namespaces(block.Ast) + above + code), block.File, $"{{ {Spaces().Replace(code.Trim(), " ")} }}", ProgramKinds.ScriptBlock);
    }

    static string Namespaces(Ast ast)
    {
        while (ast.Parent is { } parent) ast = parent;
        var statements = (ast as ScriptBlockAst)?.UsingStatements.Where(one => one.UsingStatementKind == UsingStatementKind.Namespace) ?? [];
        return string.Concat(statements.Select(one => one.Extent.Text.TrimEnd(';') + "; "));
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
