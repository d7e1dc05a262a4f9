using System.Reflection;
using System.Text.RegularExpressions;

namespace Mill.Tests.Conformance;

/// <summary>Something that went wrong elsewhere.</summary>
sealed record Case(string Number, string What);

/// <summary>A test that shows a case: the kind of tests that it is of, and its name there.</summary>
sealed record CaseTest(string Case, string Kind, string Name);

/// <summary>The cases, and the tests that carry their numbers.</summary>
static partial class Cases
{
    /// <summary>All cases, in order.</summary>
    public static IReadOnlyList<Case> All { get; } =
        [.. File.ReadLines(Path.Combine(Places.Repository, "tests", "xunit", "Conformance", "cases.txt")).Select(line => new Case(line[..3], line[4..]))];

    /// <summary>All tests with a number in their name, in the order of their names.</summary>
    public static IReadOnlyList<CaseTest> Tests() =>
    [
        .. InThisAssembly().Concat(InSources("windows", "*.cs", "Windows", Method())).Concat(InSources("pester", "*.Tests.ps1", "PowerShell", Words()))
            .SelectMany(test => Numbers().Matches(test.Name).Select(number => test with { Case = number.Groups[1].Value }))
            .OrderBy(test => test.Case, StringComparer.Ordinal).ThenBy(test => test.Kind, StringComparer.Ordinal).ThenBy(test => test.Name, StringComparer.Ordinal),
    ];

    static IEnumerable<CaseTest> InThisAssembly() =>
        from type in typeof(Cases).Assembly.GetTypes()
        where !type.IsAbstract
        from method in type.GetMethods()
        where method.GetCustomAttribute<FactAttribute>() is not null
        select new CaseTest("", "", $"{type.FullName!["Mill.Tests.".Length..]}.{method.Name}");

    static IEnumerable<CaseTest> InSources(string folder, string files, string kind, Regex names) =>
        from path in Directory.EnumerateFiles(Path.Combine(Places.Repository, "tests", folder), files, SearchOption.AllDirectories)
        where !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from name in names.Matches(File.ReadAllText(path))
        select new CaseTest("", kind, $"{Path.GetFileNameWithoutExtension(path)}: {name.Groups[1].Value}");

    [GeneratedRegex("(?<![A-Za-z0-9])(C[0-9]{2})(?![A-Za-z0-9])")]
    private static partial Regex Numbers();

    [GeneratedRegex("public (?:async )?(?:void|Task) (C[0-9]{2}_\\w+)\\(")]
    private static partial Regex Method();

    [GeneratedRegex("It '([^']*\\(C[0-9]{2}\\)[^']*)'")]
    private static partial Regex Words();
}
