using Mill.Runs;
using Mill.Settings;

namespace Mill.Tests.Settings;

/// <summary>An option, then a template, then mill.json, then config.json, then what is built in.</summary>
public sealed class Who_is_heard_first
{
    // A key, how it is written in the four places, and what a request has of it.
    static readonly (string Key, string[] Written, StartRequest Option, Func<StartRequest, object?> Of, object?[] Values)[] s_keys =
    [
        ("grace", ["\"2s\"", "\"3s\"", "\"4s\""], Asked() with { Grace = TimeSpan.FromSeconds(1) }, one => one.Grace, Times(1, 2, 3, 4)),
        ("timeout", ["\"2s\"", "3", "\"4s\""], Asked() with { Timeout = TimeSpan.FromSeconds(1) }, one => one.Timeout, Times(1, 2, 3, 4)),
        ("idleTimeout", ["\"2s\"", "\"3s\"", "\"4s\""], Asked() with { IdleTimeout = TimeSpan.FromSeconds(1) }, one => one.IdleTimeout, Times(1, 2, 3, 4)),
        ("memory", ["\"2MB\"", "\"3MB\"", "\"4MB\""], Asked() with { MemoryLimit = 1 << 20 }, one => one.MemoryLimit, Bytes(1, 2, 3, 4)),
        ("cpu", ["2", "3.5", "4"], Asked() with { CpuLimit = 1 }, one => one.CpuLimit, [1.0, 2.0, 3.5, 4.0, null]),
        ("logCap", ["\"12MB\"", "\"13MB\"", "\"14MB\""], Asked() with { LogCap = 11 << 20 }, one => one.LogCap, Bytes(11, 12, 13, 14)),
        ("outputLimit", ["\"2MB\"", "\"3MB\"", "\"4MB\""], Asked() with { OutputLimit = 1 << 20 }, one => one.OutputLimit, Bytes(1, 2, 3, 4)),
        ("merge", ["true", "false", "true"], Asked() with { Merge = false }, one => one.Merge, [false, true, false, true, null]),
        ("lineBuffered", ["true", "false", "true"], Asked() with { LineBuffered = false }, one => one.LineBuffered, [false, true, false, true, null]),
        ("allowBackground", ["false", "true", "false"], Asked() with { AllowBackground = true }, one => one.AllowBackground, [true, false, true, false, null]),
        ("retry", ["2", "{\"attempts\": 3}", "4"], Asked() with { Retry = new RetryPolicy { Attempts = 1 } }, one => one.Retry?.Attempts, [1, 2, 3, 4, null]),
        ("tags", ["{\"k\": \"2\"}", "{\"k\": \"3\"}", "{\"k\": \"4\"}"], Asked() with { Tags = new Dictionary<string, string> { ["k"] = "1" } },
            one => one.Tags.GetValueOrDefault("k"), ["1", "2", "3", "4", null]),
    ];

    public static TheoryData<string> Keys => [.. s_keys.Select(one => one.Key)];

    static StartRequest Asked() => new() { Command = "" };

    static object?[] Times(params int[] seconds) => [.. seconds.Select(one => (object)TimeSpan.FromSeconds(one)), null];

    static object?[] Bytes(params int[] megabytes) => [.. megabytes.Select(one => (object)((long)one << 20)), null];

    [Theory]
    [MemberData(nameof(Keys))]
    public void of_every_setting(string key)
    {
        var (_, written, option, of, values) = s_keys.Single(one => one.Key == key);
        for (var first = 0; first < values.Length; first++)
        {
            // Everybody from the first one on has something to say.
            var template = first <= 1 ? $", \"{key}\": {written[0]}" : "";
            var folder = $"{{ \"templates\": {{ \"t\": {{ \"command\": \"x\"{template} }} }}, \"defaults\": {{ {(first <= 2 ? $"\"{key}\": {written[1]}" : "")} }} }}";
            var home = $"{{ \"defaults\": {{ {(first <= 3 ? $"\"{key}\": {written[2]}" : "")} }} }}";
            Assert.Equal(values[first], of(Some.Whole((first == 0 ? option : Asked()) with { Template = "t" }, folder, home)));
        }
    }

    [Fact]
    public void of_secrets_that_are_kept_and_of_the_depth()
    {
        const string Folder = "{ \"defaults\": { \"keepSecrets\": false, \"depth\": 2 } }", Home = "{ \"defaults\": { \"keepSecrets\": true, \"depth\": 3 } }";
        Assert.False(Some.Whole(Asked() with { Command = "x" }, Folder, Home).KeepSecrets);
        Assert.True(Some.Whole(Asked() with { Command = "x" }, "{}", Home).KeepSecrets);
        Assert.Equal((2, 3, 5), (new SettingsInForce(Some.Folder(Folder), Some.Home(Home)).Depth, new SettingsInForce(null, Some.Home(Home)).Depth, SettingsInForce.None.Depth));
    }

    [Fact]
    public void of_each_tag_and_each_variable_by_itself()
    {
        var whole = Some.Whole(
            Asked() with { Template = "t", Environment = new Dictionary<string, string?> { ["A"] = "option" } },
            "{ \"defaults\": { \"environment\": { \"A\": \"f\", \"B\": \"f\", \"C\": \"f\" } }, \"templates\": { \"t\": { \"command\": \"x\", \"env\": { \"A\": \"t\", \"B\": null } } } }",
            "{ \"defaults\": { \"environment\": { \"C\": \"h\", \"D\": \"h\" } } }");
        Assert.Equal(new Dictionary<string, string?> { ["A"] = "option", ["B"] = null, ["C"] = "f", ["D"] = "h" }, whole.Environment);
    }

    [Fact]
    public void of_each_hook_by_itself_and_an_empty_one_means_none()
    {
        const string Home = "{ \"hooks\": { \"onEnd\": [\"h\"], \"onFailure\": [\"h\"] } }";
        var whole = Some.Whole(Asked() with { Template = "t" }, "{ \"hooks\": { \"onFailure\": [] }, \"templates\": { \"t\": { \"command\": \"x\", \"onEnd\": \"t\" } } }", Home);
        Assert.Equal(["t"], whole.OnEnd?.Command);
        Assert.Null(whole.OnFailure);
        Assert.Equal(["h"], Some.Whole(Asked() with { Command = "x" }, "{}", Home).OnFailure?.Command);
        Assert.Equal(RunHook.UsualTimeoutMs, Some.Whole(Asked() with { Command = "x" }, "{}", Home).OnEnd?.TimeoutMs);
    }

    [Theory]
    [InlineData(null, "{\"required\": true}", true, ResultRule.LastJsonLine)]
    [InlineData(false, "{\"required\": true}", false, ResultRule.LastJsonLine)]
    [InlineData(true, "{\"from\": \"file\", \"path\": \"o\"}", true, ResultRule.File)]
    [InlineData(null, "{\"from\": \"file\", \"path\": \"o\"}", false, ResultRule.File)]
    [InlineData(true, "null", true, ResultRule.LastJsonLine)]
    [InlineData(null, "null", null, null)]
    [InlineData(false, "null", null, null)]
    public void of_a_result(bool? asked, string written, bool? required, string? from)
    {
        var whole = Some.Whole(Asked() with { Template = "t", RequireResult = asked }, $"{{ \"templates\": {{ \"t\": {{ \"command\": \"x\", \"result\": {written} }} }} }}");
        Assert.Equal((required, from), (whole.ResultFrom?.Required, whole.ResultFrom?.From));
    }

    [Fact]
    public void of_two_templates_of_one_name()
    {
        const string Folder = "{ \"templates\": { \"t\": { \"command\": \"f\" } } }", Home = "{ \"templates\": { \"t\": { \"command\": \"h\" }, \"u\": { \"command\": \"h\" } } }";
        Assert.Equal("f", Some.Whole(Asked() with { Template = "t" }, Folder, Home).Command);
        Assert.Equal("h", Some.Whole(Asked() with { Template = "u" }, Folder, Home).Command);
    }

    [Fact]
    public void of_nobody_where_all_is_said_already() =>
        Assert.Null(Some.Whole(Asked() with { Command = "x", IsSettled = true }, "{ \"defaults\": { \"grace\": \"1s\" } }").Grace);
}
