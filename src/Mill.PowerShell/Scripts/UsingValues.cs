using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;

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
            var name = UsingExpressionAst.ExtractUsingVariable(one).VariablePath.UserPath;
            if (shell.SessionState.PSVariable.Get(name) is { } variable) values[Key(one)] = Value(one, variable, shell);
            else if (!IsNested(one, code)) throw new MillException(MillError.BadValue, $"${name} has no value here for $using:{name} to take along; set it first.", name);
        }
        return values.Count > 0 ? values : null;
    }

    // $using:run.Id is one expression: its value is what goes along, not the whole run.
    static object? Value(UsingExpressionAst one, PSVariable variable, PSCmdlet shell)
    {
        if (one.SubExpression is VariableExpressionAst) return variable.Value;
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
