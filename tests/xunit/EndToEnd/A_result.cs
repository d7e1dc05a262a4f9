namespace Mill.Tests.EndToEnd;

/// <summary>What a run's process leaves as its result.</summary>
public sealed class A_result : IDisposable
{
    readonly TestHome _home = new();

    public A_result() => File.WriteAllText(Path.Combine(_home.Work, "mill.json"), """
        { "templates": {
            "line": { "command": "/bin/sh", "args": ["-c", "{{do}}"], "result": {}, "parameters": { "do": null } },
            "file": { "command": "/bin/sh", "args": ["-c", "{{do}}"], "result": { "from": "file", "path": "out/made.json", "required": true }, "parameters": { "do": null } } } }
        """);

    public void Dispose() => _home.Dispose();

    [Fact]
    public void is_the_last_line_of_JSON()
    {
        var run = _home.RunToEnd("--template", "line", "--set", "do=echo '{\"a\":1}'; echo '{\"b\":[1,\"x\",{\"c\":null}]}'; echo bye; echo '{\"e\":1}' >&2");

        Assert.Equal("{\"b\":[1,\"x\",{\"c\":null}]}", run.Text("result"));
        Assert.Equal(run.Text("result"), _home.Read(run.Text("id")!, "result.json").Text("value"));
        Assert.Contains("Result        {\"b\":", _home.Mill("get", run.Text("id")!).Out, StringComparison.Ordinal);
        Assert.True(_home.Mill("ls", "--json").Json[0].IsNull("result"));
    }

    [Fact]
    public void is_a_file_from_the_folder_on()
    {
        var run = _home.RunToEnd("--template", "file", "--set", "do=mkdir out; echo '[1, 2]' > out/made.json");
        Assert.Equal(("complete", "[1,2]"), (run.Text("status"), run.Text("result")));
    }

    [Theory]
    [InlineData("true", "is not there")]
    [InlineData("mkdir -p out; echo '{bad' > out/made.json", "no JSON")]
    [InlineData("mkdir -p out/made.json", "a folder")]
    [InlineData("mkdir -p out; mkfifo out/made.json", "pipe")]
    [InlineData("mkdir -p out; head -c 1100000 /dev/zero > out/made.json", "at most 1 MB")]
    public void C79_that_is_required_and_missing_fails_the_run(string act, string told)
    {
        var run = _home.RunToEnd("--template", "file", "--set", $"do={act}");
        Assert.Equal(("failed", "no-result", 0), (run.Text("status"), run.Text("reason"), run.Number("exitCode")));
        Assert.Contains(told, run.Text("message"), StringComparison.Ordinal);
        Assert.True(run.IsNull("result"));
    }

    [Fact]
    public void C79_is_required_by_an_option_of_any_start()
    {
        Assert.Equal(("failed", "no-result"), Of(_home.RunScript("echo '{bad'; echo '{\"a\":1}' >&2", "--require-result")));
        Assert.Equal(("complete", "exit"), Of(_home.RunScript("echo '{\"a\":1}'", "--require-result")));
        Assert.Equal(("failed", "exit"), Of(_home.RunScript("echo '{\"a\":1}'; exit 3", "--require-result")));
        Assert.Equal(("complete", "exit"), Of(_home.RunToEnd("--template", "file", "--no-require-result", "--set", "do=true")));
        _home.Mill("start", "--require-result", "--wait", "--", "true").Expect(3);
    }

    [Fact]
    public void nested_too_deep_is_none_and_the_record_stays_readable()
    {
        var deep = $"{{\"a\":{new string('[', 60)}{new string(']', 60)}}}";
        var run = _home.RunScript($"echo '{deep}'", "--require-result");
        Assert.Equal(("failed", "no-result"), Of(run));
        var fits = $"{{\"a\":{new string('[', 47)}{new string(']', 47)}}}";
        run = _home.RunScript($"echo '{fits}'", "--require-result");
        Assert.Equal(("complete", fits), (run.Text("status"), run.Text("result")));
        _home.Mill("get", run.Text("id")!, _home.StartScript("true"), "--json").Expect(0);
    }

    [Fact]
    public void is_not_looked_for_where_the_process_did_not_end_well()
    {
        var run = _home.RunToEnd("--template", "line", "--set", "do=echo '{\"a\":1}'; kill -9 $$");
        Assert.Equal(("failed", "signal"), Of(run));
        Assert.True(run.IsNull("result"));
    }

    static (string?, string?) Of(System.Text.Json.JsonElement run) => (run.Text("status"), run.Text("reason"));
}
