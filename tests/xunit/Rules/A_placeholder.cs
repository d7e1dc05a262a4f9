using Mill.Runs;

namespace Mill.Tests.Rules;

public sealed class A_placeholder
{
    static string? Known(string name) => name switch { "a" => "1", "b" => "{{a}}", "empty" => "", "run-id" => "r", _ => null };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("{{a}}", "1")]
    [InlineData("x{{a}}y{{a}}z", "x1y1z")]
    [InlineData("{{ a }}", "1")]
    [InlineData("{{run-id}}", "r")]
    [InlineData("[{{empty}}]", "[]")]
    [InlineData("{{b}}{{a}}", "{{a}}1")] // What is filled in is not looked at again.
    [InlineData("{a}", "{a}")]
    [InlineData("{\"k\":{\"v\":{{a}}}}", "{\"k\":{\"v\":1}}")]
    [InlineData("{{{a}}}", "{1}")]
    [InlineData("{{{{a}}", "{{a}}")]
    [InlineData("{{{{{a}", "{{{a}")]
    [InlineData("{{{{{{a}}", "{{1")]
    [InlineData("{{{{{{{{", "{{{{")]
    [InlineData("}}", "}}")]
    [InlineData("{{nobody}}", "{{nobody}}")]
    [InlineData("{{", "{{")]
    [InlineData("{{.Name}} {{a}}", "{{.Name}} 1")]
    public void is_filled_in_once(string text, string filled) => Assert.Equal(filled, Placeholders.Fill(text, Known));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{{a}}")]
    [InlineData("{{{a}}}")]
    [InlineData("x{{{{y}}{{{{{z")]
    [InlineData("{{{{{{{{{")]
    [InlineData("}}{{{}")]
    public void is_none_in_a_text_that_was_escaped(string text)
    {
        Assert.Equal(text, Placeholders.Fill(Placeholders.Escape(text), _ => "WRONG"));
        Assert.Null(Placeholders.Fault(Placeholders.Escape(text), []));
    }

    [Fact]
    public void is_none_in_any_row_of_braces_that_was_escaped()
    {
        for (var braces = 0; braces < 40; braces++)
            Assert.Equal(new string('{', braces) + "a}}", Placeholders.Fill(Placeholders.Escape(new string('{', braces) + "a}}"), _ => "WRONG"));
    }

    [Theory]
    [InlineData("{{prompt}} {{runId}} {{{{x}}", null)]
    [InlineData("{{promt}}", "{{promt}} stands for nothing here. Did you mean {{prompt}}?")]
    [InlineData("{{runid}}", "{{runid}} stands for nothing here. Did you mean {{runId}}?")]
    [InlineData("{{status}}", "{{status}} stands for nothing here. It is not known before the launch.")]
    [InlineData("{{elsewhere}}", "{{elsewhere}} stands for nothing here. Name it in 'parameters'.")]
    [InlineData("{{.Go}}", "{{.Go}} is no placeholder, which is {{name}}; write {{{{ for two braces")]
    [InlineData("{{open", "{{open is no placeholder, which is {{name}}; write {{{{ for two braces")]
    [InlineData("{{}}", "{{}} is no placeholder, which is {{name}}; write {{{{ for two braces")]
    public void that_stands_for_nothing_is_told_with_the_nearest(string text, string? fault) =>
        Assert.Equal(fault, Placeholders.Fault(text, ["prompt", .. Placeholders.OfLaunch]));

    [Fact]
    public void is_looked_for_only_where_there_is_a_template()
    {
        var plain = new RunSpec { Command = "x", Path = "/x", WorkingDirectory = "/", Arguments = ["{{a}}", "{{{{"] };
        Assert.Equal(["{{a}}", "{{{{"], Placeholders.Fill(plain, plain.Arguments, Known));
        var made = plain with { Template = new RunTemplate("t", "/f"), Parameters = new Dictionary<string, string> { ["a"] = "mine" } };
        Assert.Equal(["mine", "{{"], Placeholders.Fill(made, made.Arguments, Known));
    }
}
