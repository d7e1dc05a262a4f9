using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;
using Mill.Runs;

namespace Mill.PowerShell.Scripts;

/// <summary>The values that a script block takes with it from the shell by <c>$using:</c>.</summary>
internal static partial class UsingValues
{
    /// <summary>Each under the key by which the engine asks for it; null where there is none.</summary>
    public static Hashtable? Of(Ast code, PSCmdlet shell)
    {
        var values = new Hashtable(StringComparer.Ordinal);
        foreach (var one in code.FindAll(ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true).Cast<UsingExpressionAst>())
        {
            var path = UsingExpressionAst.ExtractUsingVariable(one).VariablePath;
            if (path.IsDriveQualified) values[Key(one)] = OfDrive(one, path, shell);
            else if (shell.SessionState.PSVariable.Get(path.UserPath) is { } variable) values[Key(one)] = Value(one, variable, shell);
            else if (!IsNested(one, code)) throw new MillException(MillError.BadValue, $"${path.UserPath} has no value here for $using:{path.UserPath} to take along; set it first.", path.UserPath);
        }
        return values.Count > 0 ? values : null;
    }

    // $using:run.Id is one expression: its value is what goes along, not the whole run.
    static object? Value(UsingExpressionAst one, PSVariable variable, PSCmdlet shell) =>
        one.SubExpression is VariableExpressionAst ? variable.Value : Evaluated(one, shell);

    // $using:env:HOME, $using:function:prompt. Every variable of the environment is there anyway; a secret one must not come to be on disk.
    static object? OfDrive(UsingExpressionAst one, VariablePath path, PSCmdlet shell)
    {
        if (path.DriveName.Equals("env", StringComparison.OrdinalIgnoreCase) && SecretNames.LooksSecret(path.UserPath))
            throw new MillException(MillError.SecretArgument, $"$using:{path.UserPath} looks secret, and would be stored readable. The script has this shell's environment: write ${path.UserPath}.", path.UserPath);
        return Evaluated(one, shell);
    }

    static object? Evaluated(UsingExpressionAst one, PSCmdlet shell)
    {
        var here = ScriptBlock.Create($", ({Prefix().Replace(one.ToString(), "")})");
        return shell.InvokeCommand.InvokeScript(useLocalScope: false, here, null).FirstOrDefault();
    }

    // The engine's own: the expression's text, a plain variable's in lower case, as base 64 of UTF-16.
    static string Key(UsingExpressionAst one)
    {
        var text = one.SubExpression is VariableExpressionAst ? one.ToString().ToLowerInvariant() : one.ToString();
        return Convert.ToBase64String(Encoding.Unicode.GetBytes(text));
    }

    // A block inside may mean a variable of the script itself.
    static bool IsNested(Ast one, Ast code)
    {
        for (var parent = one.Parent; parent is not null && parent != code; parent = parent.Parent)
            if (parent is ScriptBlockExpressionAst) return true;
        return false;
    }

    [GeneratedRegex(@"(?<=\$\{?)using:", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Prefix();
}
