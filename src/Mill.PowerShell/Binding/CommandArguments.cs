using System.Collections;
using System.Management.Automation;

namespace Mill.PowerShell.Binding;

/// <summary>What PowerShell bound as arguments, as the texts that a program is given.</summary>
internal static class CommandArguments
{
    /// <summary>The texts; a list among them stands for its items.</summary>
    public static IEnumerable<string?> Texts(IEnumerable<object?>? bound) => (bound ?? []).SelectMany(Items).Select(Text);

    static IEnumerable<object?> Items(object? one) => Bare(one) is IList many ? many.Cast<object?>() : [one];

    static string? Text(object? one) => Bare(one) switch
    {
        null => null,
        IDictionary => throw new MillException(MillError.BadArgument, "A dictionary is no argument for a command; only scripts and script blocks take named ones."),
        _ => Typed.Text(one) ?? "",
    };

    static object? Bare(object? one) => one is PSObject { BaseObject: var inner } ? inner : one;
}
