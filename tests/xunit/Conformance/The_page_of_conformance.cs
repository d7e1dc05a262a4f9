namespace Mill.Tests.Conformance;

public sealed class The_page_of_conformance
{
    [Fact]
    public void has_a_test_for_every_case_and_a_case_for_every_number()
    {
        var numbers = Cases.All.Select(one => one.Number).ToArray();
        Assert.Equal(Enumerable.Range(1, 97).Select(n => $"C{n:00}"), numbers);
        Assert.Equal(numbers, Cases.Tests().Select(test => test.Case).Distinct());
    }

    [Fact]
    public void says_of_each_test_that_it_has_passed()
    {
        var rows = File.ReadLines(ConformancePage.Path).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).ToArray();
        Assert.True(rows.Length > 97);
        Assert.All(rows, row => Assert.Matches(@" \| (\d+ passed|on Windows, or wine) \|$", row));
    }

    [Fact]
    public void lists_the_tests_that_there_are() =>
        Assert.Equal(ConformancePage.WithoutResults(ConformancePage.Of(_ => "")), ConformancePage.WithoutResults(File.ReadAllText(ConformancePage.Path)));
}
