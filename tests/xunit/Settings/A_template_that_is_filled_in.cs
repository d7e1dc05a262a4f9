using Mill.Runs;

namespace Mill.Tests.Settings;

public sealed class A_template_that_is_filled_in
{
    const string Agent = """
        { "templates": { "agent": {
            "command": "agent", "args": ["--print", "{{prompt}}", "{{model}}", "{{runId}}"], "cwd": "sub/{{model}}", "name": "a {{prompt}}", "tags": { "p": "{{prompt}}" },
            "env": { "P": "{{prompt}}" }, "parameters": { "prompt": { "required": true }, "model": { "default": "m" }, "more": null } },
          "simple": { "command": "s" }, "secret": { "command": "s", "parameters": { "apiToken": null } } } }
        """;

    static StartRequest Asked(params (string Name, string Value)[] parameters) => new()
    {
        Command = "",
        Template = "agent",
        Parameters = parameters.ToDictionary(one => one.Name, one => one.Value),
    };

    static MillException Refused(StartRequest asked) => Assert.Throws<MillException>(() => Some.Whole(asked, Agent));

    [Fact]
    public void keeps_its_arguments_as_they_were_written_and_what_they_stand_for()
    {
        var whole = Some.Whole(Asked(("prompt", "{{model}}")), Agent);
        Assert.Equal(["--print", "{{prompt}}", "{{model}}", "{{runId}}"], whole.Arguments);
        Assert.Equal(new Dictionary<string, string> { ["prompt"] = "{{model}}", ["model"] = "m", ["more"] = "" }, whole.Parameters);
        Assert.Equal(new RunTemplate("agent", "/p/mill.json"), whole.MadeOf);
    }

    [Fact]
    public void has_its_name_folder_and_tags_at_once()
    {
        var whole = Some.Whole(Asked(("prompt", "x")), Agent);
        Assert.Equal(("a x", "/p/sub/m", "x"), (whole.Name, whole.WorkingDirectory, whole.Tags["p"]));
    }

    [Theory]
    [InlineData(null, "/p/sub/m")]
    [InlineData("/elsewhere", "/elsewhere")]
    public void starts_in_a_folder_from_its_file_on_unless_told_otherwise(string? asked, string folder) =>
        Assert.Equal(folder, Some.Whole(Asked(("prompt", "x")) with { WorkingDirectory = asked }, Agent).WorkingDirectory);

    [Fact]
    public void of_a_home_starts_in_a_folder_from_the_callers_on() => Assert.Equal("/caller/sub",
        Some.Whole(Asked() with { CallerDirectory = "/caller" }, "{}", "{ \"templates\": { \"agent\": { \"command\": \"x\", \"cwd\": \"sub\" } } }").WorkingDirectory);

    [Fact]
    public void takes_further_arguments_and_variables_byte_for_byte()
    {
        var whole = Some.Whole(Asked(("prompt", "x")) with { Arguments = ["{{prompt}}", "{{{{"], Environment = new Dictionary<string, string?> { ["V"] = "{{x}}", ["W"] = null } }, Agent);
        var spec = new RunSpec { Command = "", Path = "", WorkingDirectory = "", Template = whole.MadeOf, Parameters = whole.Parameters };
        Assert.Equal(["{{prompt}}", "{{{{"], Placeholders.Fill(spec, whole.Arguments, _ => null).Skip(4));
        Assert.Equal("{{x}}", Placeholders.Fill(whole.Environment["V"]!, _ => "WRONG"));
        Assert.Null(whole.Environment["W"]);
    }

    [Fact]
    public void may_be_given_nothing_at_all_for_a_parameter() => Assert.Equal("", Some.Whole(Asked(("prompt", "")), Agent).Parameters["prompt"]);

    [Fact]
    public void says_which_parameter_is_missing()
    {
        var refused = Refused(Asked());
        Assert.Equal((MillError.BadParameter, "prompt"), (refused.Code, refused.Target));
        Assert.Contains("/p/mill.json:1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--set prompt=", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agent", "promt", "Did you mean 'prompt'?")]
    [InlineData("simple", "prompt", "It has none at all.")]
    public void says_which_parameter_was_meant(string template, string name, string told)
    {
        var refused = Refused(Asked((name, "x")) with { Template = template });
        Assert.Equal(MillError.BadParameter, refused.Code);
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void has_no_secrets_for_parameters()
    {
        var refused = Refused(Asked() with { Template = "secret" });
        Assert.Equal(MillError.SecretArgument, refused.Code);
        Assert.Contains("--env apiToken=", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agnt", "Did you mean 'agent'?")]
    [InlineData("zzzzzz", "There are: agent, secret, simple.")]
    public void is_found_by_its_name_alone(string name, string told)
    {
        var refused = Refused(Asked() with { Template = name });
        Assert.Equal(MillError.TemplateNotFound, refused.Code);
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void is_needed_for_parameters() =>
        Assert.Contains("--template", Refused(new StartRequest { Command = "x", Parameters = new Dictionary<string, string> { ["a"] = "b" } }).Message, StringComparison.Ordinal);
}
