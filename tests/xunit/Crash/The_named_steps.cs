using System.Reflection;
using System.Text.RegularExpressions;

namespace Mill.Tests.Crash;

public sealed partial class The_named_steps
{
    [Fact]
    public void are_all_crashed_at_and_nothing_is_crashed_at_that_is_no_step() =>
        Assert.Equal(All(), Tested().Distinct().Order(StringComparer.Ordinal));

    /// <summary>All that the sources name.</summary>
    internal static string[] All() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Places.Repository, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(path => Reached().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal),
    ];

    static IEnumerable<string> Tested() =>
        from type in typeof(The_named_steps).Assembly.GetTypes()
        where type.Namespace == typeof(The_named_steps).Namespace
        from method in type.GetMethods()
        where method.GetParameters() is [{ Name: "step" }, ..]
        from row in method.GetCustomAttributes<InlineDataAttribute>()
        select ((string)row.Data[0]!).Split(':')[0];

    [GeneratedRegex("Steps\\.Reached\\(\"([^\"]+)\"\\)")]
    private static partial Regex Reached();
}
