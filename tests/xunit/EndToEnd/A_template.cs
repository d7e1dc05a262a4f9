namespace Mill.Tests.EndToEnd;

/// <summary>Runs that are made of a template.</summary>
public sealed class A_template : IDisposable
{
    const string Show = "for a in \"$@\"; do printf '<%s>\\\\n' \"$a\"; done; printf '%s\\\\n' \"$V\"";

    readonly TestHome _home = new();

    public A_template() => File.WriteAllText(Path.Combine(_home.Work, "mill.json"), """
        { "templates": {
            "show": { "command": "/bin/sh", "args": ["-c", "SHOW", "sh", "{{what}}", "a {{what}} b", "{{{{x}}", "{{runId}} {{spawnId}}", "{{home}}"],
              "env": { "V": "{{what}} {{runDir}} {{sessionFile}}" }, "name": "show {{what}}", "timeout": "5m", "parameters": { "what": { "required": true } } },
            "secret": { "command": "true", "parameters": { "token": null } },
            "missing": { "command": "no-such-command-anywhere" },
            "fails": { "command": "/bin/sh", "args": ["-c", "test -e {{flag}} && echo {{spawnId}}"], "parameters": { "flag": { "default": "flag" } } } } }
        """.Replace("SHOW", Show.Replace("\"", "\\\""), StringComparison.Ordinal));

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("two words\nand a line; $(touch hacked) `x` \"'")]
    [InlineData("{{runId}} {{what}} {{{{")]
    public void fills_its_gaps_within_one_argument(string what)
    {
        var run = _home.RunToEnd("--template", "show", "--set", $"what={what}", "--name", "n", "--", "more", "{{y}}");
        var id = run.Text("id")!;

        Assert.Equal($"<{what}>\n<a {what} b>\n<{{{{x}}}}>\n<{id} main.1>\n<{_home.Home}>\n<more>\n<{{{{y}}}}>\n{what} {_home.Folder(id)} {_home.FileOf(id, "sessions/main.1.jsonl")}\n",
            _home.Text(id, "logs/main.1.out"));
        Assert.False(File.Exists(Path.Combine(_home.Work, "hacked")));
        Assert.Equal(what, run.Items("arguments")[3].GetString());
        Assert.Equal(300_000, _home.Read(id, "run.json").Number("spec.timeoutMs"));
    }

    [Fact]
    public void is_kept_with_what_it_was_given()
    {
        var id = _home.Start("--template", "show", "--set", "what=it");
        var spec = _home.Read(id, "run.json").At("spec");

        Assert.Equal(("show", Path.Combine(_home.Work, "mill.json"), "it", "{{what}}", "show it"),
            (spec.Text("template.name"), spec.Text("template.source"), spec.Text("parameters.what"), spec.Text("arguments.3"), spec.Text("name")));
        _home.Ended(id);
    }

    [Fact]
    public void of_a_run_that_is_resumed_or_restarted_needs_no_file_any_more()
    {
        var id = _home.Start("--template", "fails", "--env", "E={{x}}");
        Assert.Equal("failed", _home.Ended(id).Text("status"));
        File.Delete(Path.Combine(_home.Work, "mill.json"));
        File.WriteAllText(Path.Combine(_home.Work, "flag"), "");

        _home.Mill("resume", id).Expect(0);
        Assert.Equal("complete", _home.Ended(id).Text("status"));
        var again = _home.Mill("restart", id).Expect(0).Out.Trim();
        _home.Ended(again);

        Assert.Equal(("main.2\n", "main.1\n"), (_home.Text(id, "logs/main.2.out"), _home.Text(again, "logs/main.1.out")));
        Assert.Equal("fails", _home.Read(again, "run.json").Text("spec.template.name"));
        Assert.Equal("{{{{x}}", _home.Read(again, "run.json").Text("spec.environment.E"));
    }

    [Theory]
    [InlineData("--template show", 64, "needs its parameter 'what'")]
    [InlineData("--template show --set waht=1", 64, "Did you mean 'what'?")]
    [InlineData("--template show --set what", 64, "--set what=value")]
    [InlineData("--set what=1 -- true", 64, "--template")]
    [InlineData("--template shwo", 1, "Did you mean 'show'?")]
    [InlineData("--template secret", 1, "looks secret")]
    [InlineData("--template missing", 1, "no-such-command-anywhere")]
    public void that_makes_no_sense_leaves_nothing_behind(string words, int code, string told)
    {
        var answer = _home.Mill(["start", .. words.Split(' ')]).Expect(code);
        Assert.Contains(told, answer.Err, StringComparison.Ordinal);
        Assert.Empty(_home.Processes());
        Assert.False(Directory.Exists(Path.Combine(_home.Home, "runs")) && Directory.EnumerateFileSystemEntries(Path.Combine(_home.Home, "runs")).Any());
    }

    [Fact]
    public void is_the_only_one_whose_braces_mean_anything()
    {
        var id = _home.Start("--env", "V={{home}}", "--", "/bin/sh", "-c", "printf '%s' \"$1 $V\"", "sh", "{{runId}} {{{{x}} {{");
        _home.Ended(id);
        Assert.Equal("{{runId}} {{{{x}} {{ {{home}}", _home.Text(id, "logs/main.1.out"));
    }

    [Fact]
    public void can_be_asked_about_without_a_start()
    {
        var checkedSpec = _home.Client.Check(new StartRequest { Command = "", Template = "show", CallerDirectory = _home.Work, WorkingDirectory = _home.Work, Parameters = new Dictionary<string, string> { ["what"] = "x" } });
        Assert.Equal("show", checkedSpec.Template?.Name);
        var known = _home.Client.Templates(_home.Work).Single(one => one.Name == "show");
        Assert.Equal(["what"], known.Required);
        Assert.Empty(known.Optional);
    }
}
