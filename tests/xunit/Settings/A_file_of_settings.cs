using Mill.Runs;
using Mill.Settings;

namespace Mill.Tests.Settings;

public sealed class A_file_of_settings
{
    [Theory]
    [InlineData("{\n\"defualts\": {} }", 2, "Did you mean 'defaults'?")]
    [InlineData("{ \"defaults\":\n{ \"grcae\": \"5s\" } }", 2, "'defaults' has no 'grcae'. Did you mean 'grace'?")]
    [InlineData("{ \"defaults\": {\n\"timeout\": 0 } }", 2, "'timeout'")]
    [InlineData("{ \"defaults\": {\n\"timeout\": \"soon\" } }", 2, "30s, 10m")]
    [InlineData("{ \"defaults\": {\n\"memory\": 12 } }", 2, "at least 1MB")]
    [InlineData("{ \"defaults\": {\n\"logCap\": \"1MB\" } }", 2, "at least 2MB")]
    [InlineData("{ \"defaults\": {\n\"cpu\": 0 } }", 2, "a number from 0.01")]
    [InlineData("{ \"defaults\": {\n\"merge\": \"yes\" } }", 2, "true or false")]
    [InlineData("{ \"defaults\": {\n\"depth\": -1 } }", 2, "whole number")]
    [InlineData("{ \"defaults\": {\n\"priority\": 101 } }", 2, "from -100 to 100")]
    [InlineData("{ \"defaults\": { \"tags\": {\n\"a=b\": \"c\" } } }", 2, "the tag 'a=b'")]
    [InlineData("{ \"defaults\": { \"tags\": {\n\"a\": null } } }", 2, "the tag 'a'")]
    [InlineData("{ \"defaults\": { \"environment\": {\n\"A=\": \"c\" } } }", 2, "'A=' is no variable")]
    [InlineData("{ \"defaults\": {\n\"env\": {} } }", 2, "Did you mean 'environment'?")]
    [InlineData("{ \"defaults\": { \"retry\": {\n\"attempts\": 0 } } }", 2, "from 1 to 1000")]
    [InlineData("{\n\"defaults\": [] }", 2, "an object")]
    [InlineData("{\n\"retention\": { \"keep\": 1 } }", 2, "config.json")]
    [InlineData("{ \"hooks\": {\n\"onend\": [\"x\"] } }", 2, "Did you mean 'onEnd'?")]
    [InlineData("{ \"hooks\": {\n\"onEnd\": [\"\"] } }", 2, "has no name")]
    [InlineData("{ \"hooks\": {\n\"onEnd\": 5 } }", 2, "a list of texts")]
    [InlineData("{ \"hooks\": { \"onEnd\": [\"x\",\n\"{{runid}}\"] } }", 2, "Did you mean {{runId}}?")]
    [InlineData("{ \"hooks\": { \"onEnd\": {\n\"timeout\": \"1m\" } } }", 1, "needs a 'command'")]
    [InlineData("{ \"hooks\": { \"onEnd\": { \"command\": [\"x\"],\n\"time\": \"1m\" } } }", 2, "Did you mean 'timeout'?")]
    [InlineData("{ \"templates\": {\n\"a b\": { \"command\": \"x\" } } }", 2, "no name for a template")]
    [InlineData("{ \"templates\": { \"a\":\n{ \"args\": [\"x\"] } } }", 2, "needs a 'command'")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\",\n\"arg\": [] } } }", 2, "Did you mean 'args'?")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\", \"args\": [\n\"{{promt}}\"], \"parameters\": { \"prompt\": null } } } }", 2, "Did you mean {{prompt}}?")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\", \"args\": [\n\"{{.Go}}\"] } } }", 2, "write {{{{ for two braces")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\",\n\"name\": \"{{runId}}\" } } }", 2, "not known before the launch")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\",\n\"cwd\": \"{{runDir}}\" } } }", 2, "not known before the launch")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\", \"parameters\": {\n\"runId\": null } } } }", 2, "Mill's own")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\", \"parameters\": {\n\"a.b\": null } } } }", 2, "no name for a parameter")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\", \"parameters\": { \"p\": {\n\"requird\": true } } } } }", 2, "Did you mean 'required'?")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\", \"parameters\": { \"p\": { \"required\": true,\n\"default\": \"x\" } } } } }", 2, "no default")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\", \"result\": {\n\"from\": \"fil\" } } } }", 2, "Did you mean 'file'?")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\", \"result\":\n{ \"from\": \"file\" } } } }", 2, "needs its 'path'")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\", \"result\": {\n\"path\": \"x\" } } } }", 2, "only a result from a file")]
    [InlineData("{ \"templates\": { \"a\": { \"command\": \"x\",\n\"keepSecrets\": true } } }", 2, "has no 'keepSecrets'")]
    [InlineData("[]", 1, "a mill.json is an object")]
    [InlineData("", 1, "this is no JSON")]
    public void with_a_fault_names_its_line_and_what_would_be_right(string text, int line, string told)
    {
        var fault = Assert.Single(Some.Faults(text));
        Assert.StartsWith($"/p/mill.json:{line}: ", fault, StringComparison.Ordinal);
        Assert.Contains(told, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void with_many_faults_names_them_all() =>
        Assert.Equal(["/p/mill.json:2: ", "/p/mill.json:3: ", "/p/mill.json:4: "],
            Some.Faults("{ \"defaults\": {\n\"a\": 1,\n\"grace\": \"x\" },\n\"b\": 1 }").Select(fault => fault[..16]));

    [Fact]
    public void of_a_home_says_how_long_things_are_kept()
    {
        var kept = Some.Home("{ \"retention\": { \"logs\": \"2h\", \"logBytes\": \"1GB\", \"keep\": 10, \"olderThan\": \"30d\" } }").Retention;
        Assert.Equal(new KeptFor(TimeSpan.FromHours(2), 1L << 30, 10, TimeSpan.FromDays(30)), kept);
    }

    [Fact]
    public void keeps_what_is_for_queues()
    {
        var file = Some.Folder("{ \"defaults\": { \"queue\": \"gpu\", \"priority\": -5 }, \"templates\": { \"t\": { \"command\": \"x\", \"queue\": \"cpu\" } } }");
        Assert.Equal(("gpu", -5, "cpu"), (file.Defaults.Queue, file.Defaults.Priority, file.Templates["t"].Request.Queue));
    }

    [Theory]
    [InlineData("3", 3, 1_000)]
    [InlineData("{\"attempts\": 4, \"delay\": \"2s\", \"factor\": 1.5, \"maxDelay\": \"1m\", \"jitter\": 0.5, \"on\": [1, \"SIGKILL\", \"timeout\"]}", 4, 2_000)]
    [InlineData("{\"attempts\": 2, \"on\": 75}", 2, 1_000)]
    public void says_how_often_something_is_tried(string retry, int attempts, long delay)
    {
        var policy = Some.Folder($"{{ \"defaults\": {{ \"retry\": {retry} }} }}").Defaults.Retry!;
        Assert.Equal((attempts, delay, true), (policy.Attempts, policy.DelayMs, policy.IsWhole));
        if (attempts == 4) Assert.Equal(["1", "SIGKILL", "timeout"], policy.On);
    }

    [Theory]
    [InlineData("{ \"delay\": \"1s\" }", "says no 'attempts'")]
    [InlineData("{ \"attempts\": 2, \"on\": [\"tmeout\"] }", "Did you mean 'timeout'?")]
    [InlineData("{ \"attempts\": 2, \"on\": [256] }", "'256' in 'on' is no end")]
    [InlineData("{ \"attempts\": 2, \"on\": [true] }", "'true' in 'on' is no end")]
    [InlineData("{ \"attempts\": 2, \"factor\": 0.5 }", "from 1 to 100")]
    [InlineData("{ \"attempts\": 2, \"jiter\": 0.5 }", "Did you mean 'jitter'?")]
    [InlineData("\"3\"", "an object")]
    public void says_what_is_wrong_with_how_often(string retry, string told) =>
        Assert.Contains(told, Assert.Single(Some.Faults($"{{ \"defaults\": {{ \"retry\": {retry} }} }}")), StringComparison.Ordinal);

    [Fact]
    public void is_listed_with_what_is_in_force_and_from_where()
    {
        var all = new SettingsList(new SettingsInForce(
            Some.Folder("{ \"defaults\": {\n\"grace\": \"90s\", \"environment\": { \"API_KEY\": \"hush\" } }, \"hooks\": {\n\"onEnd\": [] },\n\"templates\": {\n\"t\": { \"command\": \"x\", \"args\": [\"a b\"] } } }"),
            Some.Home("{ \"defaults\": { \"grace\": \"1s\",\n\"logCap\": 1073741824 }, \"hooks\": { \"onEnd\": [\"h\"] } }"))).All();
        string Of(string key) => all.Single(one => one.Key == key) is var one ? $"{one.Value} from {one.Source}" : "";
        Assert.Equal("90s from /p/mill.json:2", Of("defaults.grace"));
        Assert.Equal("1GB from /h/config.json:2", Of("defaults.logCap"));
        Assert.Equal(" from built in", Of("defaults.timeout"));
        Assert.Equal("5 from built in", Of("defaults.depth"));
        Assert.Equal("none from /p/mill.json:3", Of("hooks.onEnd"));
        Assert.Equal("x 'a b' from /p/mill.json:5", Of("templates.t"));
        Assert.Equal("… from /p/mill.json:2", Of("defaults.environment.API_KEY"));
    }

    [Theory]
    [InlineData(0, "0"), InlineData(1_500, "1500ms"), InlineData(90_000, "90s"), InlineData(5_400_000, "90m"), InlineData(86_400_000, "1d")]
    public void is_listed_as_exactly_as_it_is(long ms, string said)
    {
        Assert.Equal(said, Exactly.Say(TimeSpan.FromMilliseconds(ms)));
        Assert.Equal(TimeSpan.FromMilliseconds(ms), Durations.Parse(said, orZero: true));
    }

    [Theory]
    [InlineData(1, "1"), InlineData(1536, "1536"), InlineData(2048, "2KB"), InlineData(64 << 20, "64MB"), InlineData(1L << 50, "1024TB")]
    public void is_listed_to_the_byte(long bytes, string said)
    {
        Assert.Equal(said, Exactly.Say(bytes));
        Assert.Equal(bytes, Sizes.Parse(said));
    }
}
