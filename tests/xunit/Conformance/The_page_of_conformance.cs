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
    public void lists_the_tests_that_there_are() =>
        Assert.Equal(ConformancePage.WithoutResults(ConformancePage.Of(_ => "")), ConformancePage.WithoutResults(File.ReadAllText(ConformancePage.Path)));
}
