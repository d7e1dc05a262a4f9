using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Mill.Tests.Conformance;

/// <summary>The page that lists each case, the tests that show it, and what came of them.</summary>
static class ConformancePage
{
    /// <summary>Where it is.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Places.Repository, "docs", "conformance.md");

    /// <summary>The page, with what came of each test.</summary>
    public static string Of(Func<CaseTest, string> result)
    {
        var tests = Cases.Tests().ToLookup(test => test.Case);
        var page = new StringBuilder($"""
            # Conformance

            What went wrong in other supervisors of runs, and the tests that show that it does not here. Made of the tests' names
            by `tests/chaos/run conformance RESULTS.trx…`; a test fails when a case has no test, or this page is behind. How each was
            seen to fail is in [reliability.md](reliability.md).

            | case | what went wrong | test | result |
            |---|---|---|---|

            """);
        foreach (var one in Cases.All)
            foreach (var (test, at) in tests[one.Number].Select((test, at) => (test, at)))
                page.Append(CultureInfo.InvariantCulture, $"| {(at == 0 ? one.Number : "")} | {(at == 0 ? one.What : "")} | {Shown(test)} | {result(test)} |\n");
        return page.ToString();
    }

    /// <summary>The page without its last column, which alone changes from run to run.</summary>
    public static string WithoutResults(string page) =>
        string.Join('\n', page.Split('\n').Select(line => line.StartsWith("| ", StringComparison.Ordinal) ? line[..line.LastIndexOf(" | ", StringComparison.Ordinal)] : line));

    /// <summary>What files of results say of each test; nothing of those that are in none.</summary>
    public static Func<CaseTest, string> From(IEnumerable<string> files)
    {
        var told = files.SelectMany(Outcomes).ToLookup(one => one.Test, one => one.Outcome, StringComparer.Ordinal);
        return test => test.Kind switch
        {
            "" => Summed(told[test.Name]),
            "PowerShell" => Summed(told[$"Cmdlets.The_module_in_PowerShell.passes(file: \"{test.Name[..test.Name.IndexOf(':')]}.ps1\")"]),
            _ => "on Windows, or wine",
        };
    }

    static string Shown(CaseTest test) => test.Kind.Length == 0 ? $"`{test.Name}`" : $"{test.Kind}: `{test.Name}`";

    static string Summed(IEnumerable<string> outcomes) =>
        string.Join(", ", outcomes.GroupBy(one => one).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}"))
            is { Length: > 0 } sum ? sum : "not run";

    static IEnumerable<(string Test, string Outcome)> Outcomes(string file) =>
        from result in XDocument.Load(file).Descendants().Where(one => one.Name.LocalName == "UnitTestResult")
        let name = result.Attribute("testName")!.Value["Mill.Tests.".Length..]
        let outcome = result.Attribute("outcome")!.Value is "NotExecuted" ? "skipped" : result.Attribute("outcome")!.Value.ToLowerInvariant()
        select (name.Contains("The_module_in_PowerShell.passes", StringComparison.Ordinal) ? name : name.Split('(')[0], outcome);
}
