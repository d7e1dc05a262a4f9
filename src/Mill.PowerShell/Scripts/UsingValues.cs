using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Mill.PowerShell.Scripts;

/// <summary>The values that a script block takes with it from the shell by <c>$using:</c>.</summary>
internal static class UsingValues
{
    /// <summary>Each under the key by which the engine asks for it; null where there is none.</summary>
    public static Hashtable? Of(Ast code, PSCmdlet shell)
    {
        var values = new Hashtable(StringComparer.Ordinal);
        foreach (var one in code.FindAll(ast => ast is UsingExpressionAst, searchNestedScriptBlocks: true).Cast<UsingExpressionAst>())
        {
            if (UsingExpressionAst.ExtractUsingVariable(one).VariablePath.UserPath is var name && shell.SessionState.PSVariable.Get(name) is { } variable)
                values[Key(one)] = variable.Value;
            else if (!IsNested(one, code))
                throw new MillException(MillError.BadValue, $"${name} has no value here for $using:{name} to take along; set it first.", name);
        }
        return values.Count > 0 ? values : null;
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
}
