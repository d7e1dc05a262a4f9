using System.Text.RegularExpressions;

namespace Mill.Tests.Security;

/// <summary>Text that a hostile process, or a person, puts where others read it, run it, or take it for a name.</summary>
public sealed partial class Words_of_others : IDisposable
{
    const string Hostile = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202eevil";
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void reach_a_terminal_spelled_out()
    {
        var id = _home.Start("--name", Hostile, "--tag", $"k={Hostile}", "--", "/bin/sh", "-c", $"mill note \"$1\"; mill ask \"$1\" --timeout 600", "sh", Hostile);
        Until.True(() => _home.Get(id).At("questions").GetArrayLength() == 1, TimeSpan.FromSeconds(60), "it asks");
        var shown = new[] { "ls", "get", "queue", "watch" }.Select(verb => verb switch
        {
            "get" => _home.Mill("get", id),
            "watch" => _home.MillWith(new RunOptions { Deadline = TimeSpan.FromSeconds(30) }, "watch", Stopped(id), "--channel", "events"),
            "queue" => _home.Mill("queue", "ls"),
            _ => _home.Mill(verb),
        }).ToArray();

        Assert.Contains("owned", shown[0].Out + shown[1].Out + shown[3].Out);
        Assert.All(shown, one => Assert.DoesNotMatch(Controls(), one.Out + one.Err));
    }

    [Fact]
    public void in_the_place_of_a_run_that_another_waits_for_reach_a_terminal_spelled_out()
    {
        var (first, folder) = (_home.RunToEnd("--", "true").Text("id")!, _home.AsFolder);
        _home.Mill("queue", "set", "q", "--pause").Expect(0);
        var waiting = _home.Start("--queue", "q", "--after", first, "--", "true");
        var hostile = System.Text.Json.JsonSerializer.Serialize(Hostile).Trim('"');
        foreach (var name in new[] { "run.json", "events.ndjson" })
            File.WriteAllText(_home.FileOf(waiting, name), _home.Text(waiting, name).Replace(first, hostile, StringComparison.Ordinal));

        var shown = new[] { _home.Mill("queue", "ls"), _home.Mill("get", waiting) };

        Assert.All(shown, one => Assert.Contains("owned", one.Out, StringComparison.Ordinal));
        Assert.All(shown, one => Assert.DoesNotMatch(Controls(), one.Out + one.Err));
    }

    [Theory]
    [InlineData("; touch owned")]
    [InlineData("$(touch owned)")]
    [InlineData("`touch owned`")]
    [InlineData("\ntouch owned\n")]
    [InlineData("'\"\\ | & > owned")]
    public void are_arguments_and_never_run(string word)
    {
        File.WriteAllText(Path.Combine(_home.Work, "mill.json"), """
            {"templates":{"t":{"command":"printf","args":["%s","{{word}}"],"parameters":{"word":{"required":true}},"onEnd":["printf","%s",WORD]}}}
            """.Replace("WORD", System.Text.Json.JsonSerializer.Serialize(word)));
        var direct = _home.RunToEnd("--", "printf", "%s", word).Text("id")!;
        var template = _home.RunToEnd("--template", "t", "--set", $"word={word}").Text("id")!;

        Assert.Equal(word, _home.Text(direct, "logs/main.1.out"));
        Assert.Equal(word, _home.Text(template, "logs/main.1.out"));
        Until.True(() => _home.Text(template, "logs/hook.onEnd.out") == word, TimeSpan.FromSeconds(60), "the hook has the word as it is");
        Assert.False(File.Exists(Path.Combine(_home.Work, "owned")));
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a\nb")]
    public void are_no_names_of_runs_queues_or_tasks(string name)
    {
        _home.RunToEnd("--", "true");
        _home.Settle();
        var before = Trees.Hash(_home.Home);
        File.WriteAllText(Path.Combine(_home.Work, "plan.json"), $$"""{"tasks":[{"name":{{System.Text.Json.JsonSerializer.Serialize(name)}},"command":"true"}]}""");
        string[][] lines =
        [
            ["get", name], ["stop", name], ["rm", name], ["logs", name], ["wait", name], ["resume", name], ["repair", name],
            ["start", "--queue", name, "--", "true"], ["queue", "set", name, "--parallel", "2"], ["start", "--after", name, "--", "true"], ["start", "--plan", "plan.json"],
            ["start", "--template", name],
        ];
        foreach (var line in lines) Assert.InRange(_home.Mill(line).ExitCode, 1, 64);

        Assert.Equal(before, Trees.Hash(_home.Home));
        Assert.Empty(Directory.EnumerateFiles(_home.Root));
    }

    [Theory]
    [InlineData("../../../etc")]
    [InlineData("20260101-000000-aaaa")]
    public void in_the_environment_name_no_run_to_note_or_ask_in(string id)
    {
        foreach (var verb in new[] { "note", "ask" })
            _home.MillWith(new RunOptions
            {
                Environment = new Dictionary<string, string?> { ["MILL_RUN_ID"] = id, ["MILL_SPAWN_ID"] = "../main.1", ["MILL_RUN_DIR"] = "/etc" },
            }, verb, "--json", "x").Refuses(MillError.NotInRun);
        Assert.False(Directory.Exists(Path.Combine(_home.Home, "runs", id)));
    }

    [Fact]
    public void go_to_no_shell_from_the_sources()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Places.Repository, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).ToArray();
        // The one shell there is leaves the worker behind, by a line that nobody's words are in.
        string[] leavesBehind = ["""const string Shell = "/bin/sh";""", """[Shell, "-c", "\"$@\" &", "sh"]"""];
        Assert.All(leavesBehind, one => Assert.Single(sources, text => text.Contains(one, StringComparison.Ordinal)));
        Assert.DoesNotContain(sources, text => Shells().IsMatch(leavesBehind.Aggregate(text, (rest, one) => rest.Replace(one, "", StringComparison.Ordinal))));
    }

    string Stopped(string id)
    {
        _home.Stop(id, "--grace", "1");
        return id;
    }

    [GeneratedRegex("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e]")]
    private static partial Regex Controls();

    [GeneratedRegex("\"/bin/(ba)?sh\"|UseShellExecute = true|\\bsystem\\(|\\bpopen\\b|\"-c\", ")]
    private static partial Regex Shells();
}
