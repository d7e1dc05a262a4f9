namespace Mill.Tests.EndToEnd;

/// <summary>Values of variables with secret-looking names reach the process and never the disk.</summary>
public sealed class A_secret : IDisposable
{
    const string Value = "xyz-very-secret-789", Plain = "nobody-has-asked-for-this";
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("FOO_TOKEN")]
    [InlineData("MY_API_KEY")]
    [InlineData("DB_PASSWORD")]
    [InlineData("client_secret")]
    [InlineData("AWS_CREDENTIALS")]
    public void C95_of_the_callers_environment_is_written_nowhere(string name)
    {
        var options = new RunOptions { Environment = new Dictionary<string, string?> { [name] = Value, ["SOME_SETTING"] = Plain } };
        var id = _home.MillWith(options, "start", "--", "/bin/sh", "-c", $"printf %s ${name} | wc -c; sleep 600").Expect(0).Out.Trim();
        Until.True(() => _home.Text(id, "logs/main.1.out") == $"{Value.Length}\n", TimeSpan.FromSeconds(60), "the process got the value");

        IsNowhere();
        _home.KillWorker(id);
        _home.Repair(id);
        IsNowhere();

        // Of the caller's environment, nothing is kept where nobody needs it later.
        void IsNowhere() => Assert.All(new[] { Value, Plain }, text => Assert.Empty(Trees.FilesWith(_home.Home, text)));
    }

    [Fact]
    public void C95_given_with_the_run_is_named_and_not_kept()
    {
        var id = _home.StartScript("printf %s $FOO_TOKEN | wc -c", "--env", $"FOO_TOKEN={Value}");
        _home.Ended(id);

        Assert.Equal($"{Value.Length}\n", _home.Text(id, "logs/main.1.out"));
        Assert.Empty(Trees.FilesWith(_home.Home, Value));
        Assert.Contains("FOO_TOKEN", _home.Read(id, "run.json").Items("spec.secretNames").Select(one => one.GetString()));
    }

    [Fact]
    public void that_a_resume_needs_has_to_be_given_again()
    {
        var id = _home.StartScript("printf %s $FOO_TOKEN; exit 1", "--env", $"FOO_TOKEN={Value}");
        _home.Ended(id);

        _home.Mill("resume", id, "--json").Refuses(MillError.SecretNotKept, "FOO_TOKEN");
        _home.Mill("resume", id, "--env", "FOO_TOKEN=again").Expect(0);

        _home.Ended(id);
        Assert.Equal("again", _home.Text(id, "logs/main.2.out"));
    }
}
