using Mill.Cli.Options;
using Mill.Cli.Verbs;
using Mill.Runs;

namespace Mill.Tests.Cli;

/// <summary>What the words of a command line ask for.</summary>
public sealed class A_command_line
{
    static ParsedLine Read(string verb, params string[] words) => VerbTable.Find(verb)!.Read(words);

    [Fact]
    public void gives_every_option_of_a_start_its_place()
    {
        var request = StartVerb.Request(Read("start",
            "--name", "n", "--cwd=/tmp", "--env", "A=1", "--env=B=x=y", "--env", "C=", "--unset-env", "D", "--remove-env=E",
            "--tag", "k=v", "--tag", "e=", "--timeout", "10m", "--idle-timeout=30", "--grace", "0", "--memory", "2GB",
            "--cpu=1.5", "--log-cap", "4M", "--output-limit", "5k", "--merge", "--allow-background", "--line-buffered",
            "--keep-secrets", "--", "make", "--help", "--", "-j"));
        Assert.Equal("make", request.Command);
        Assert.Equal(["--help", "--", "-j"], request.Arguments);
        Assert.Equal(("n", "/tmp"), (request.Name, request.WorkingDirectory));
        Assert.Equal(new Dictionary<string, string?> { ["A"] = "1", ["B"] = "x=y", ["C"] = "", ["D"] = null, ["E"] = null },
            request.Environment);
        Assert.Equal(new Dictionary<string, string> { ["k"] = "v", ["e"] = "" }, request.Tags);
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30), TimeSpan.Zero),
            (request.Timeout, request.IdleTimeout, request.Grace));
        Assert.Equal((2L << 30, 1.5, 4L << 20, 5L << 10),
            (request.MemoryLimit, request.CpuLimit, request.LogCap, request.OutputLimit));
        Assert.True(request is { Merge: true, AllowBackground: true, LineBuffered: true, KeepSecrets: true, CallerExits: true });
    }

    [Fact]
    public void leaves_open_what_it_does_not_say()
    {
        var request = StartVerb.Request(Read("start", "make"));
        Assert.True(request is { Merge: null, AllowBackground: null, LineBuffered: null, KeepSecrets: null, RequireResult: null, Grace: null, Template: null });
        Assert.True(StartVerb.Request(Read("start", "--merge", "--no-merge", "--no-allow-background", "--no-line-buffered", "--no-keep-secrets", "--no-require-result", "make"))
            is { Merge: false, AllowBackground: false, LineBuffered: false, KeepSecrets: false, RequireResult: false });
        Assert.True(StartVerb.Request(Read("start", "--no-merge", "--merge", "make")).Merge);
    }

    [Fact]
    public void of_a_template_has_no_command_of_its_own()
    {
        var request = StartVerb.Request(Read("start", "--template", "agent", "--set", "prompt=fix it", "--set=model=", "--require-result", "--", "--verbose", "x"));
        Assert.Equal(("agent", "", true), (request.Template, request.Command, request.RequireResult));
        Assert.Equal(["--verbose", "x"], request.Arguments);
        Assert.Equal(new Dictionary<string, string> { ["prompt"] = "fix it", ["model"] = "" }, request.Parameters);
        Assert.Empty(StartVerb.Request(Read("start", "--template=agent")).Arguments);
    }

    [Fact]
    public void leaves_everything_after_the_command_to_the_command()
    {
        var line = Read("start", "--merge", "echo", "--json", "-h", "--", "--name", "");
        Assert.Equal(["echo", "--json", "-h", "--", "--name", ""], line.Words);
        Assert.False(line.Has(CommonOptions.Json));
        Assert.False(line.WantsHelp);
    }

    [Theory]
    [InlineData("--wait")]
    [InlineData("--watch")]
    public void that_stays_says_that_the_caller_does_not_exit(string option) =>
        Assert.False(StartVerb.Request(Read("start", option, "true")).CallerExits);

    [Theory]
    [InlineData("start", "--timeout -5 x", "--timeout")]
    [InlineData("start", "--timeout 11y x", "--timeout")]
    [InlineData("start", "--timeout 0 x", "--timeout")]
    [InlineData("start", "--memory -1 x", "--memory-limit")]
    [InlineData("start", "--cpu 0 x", "--cpu-limit")]
    [InlineData("start", "--cpu NaN x", "--cpu-limit")]
    [InlineData("start", "--env A x", "--env A=value")]
    [InlineData("start", "--env =1 x", "names no variable")]
    [InlineData("start", "--unset-env A=1 x", "no name of a variable")]
    [InlineData("start", "--tag k x", "--tag k=value")]
    [InlineData("start", "--tag =v x", "no name")]
    [InlineData("start", "--name", "needs a value")]
    [InlineData("start", "--name --wait x", "needs a value")]
    [InlineData("start", "--name -- x", "needs a value")]
    [InlineData("start", "--merge=yes x", "takes no value")]
    [InlineData("start", "--nmae n x", "'--name'")]
    [InlineData("start", "", "mill start")]
    [InlineData("start", "--", "mill start")]
    [InlineData("start", "--set a --template t", "--set a=value")]
    [InlineData("start", "--no-merge=yes x", "takes no value")]
    [InlineData("start", "--no-name x", "no option")]
    [InlineData("start", "--retry 1001 x", "1 to 1000")]
    [InlineData("config", "x", "'x'")]
    [InlineData("ls", "--status runing", "'running'")]
    [InlineData("ls", "--last 0", "--last")]
    [InlineData("ls", "--last 1.5", "--last")]
    [InlineData("ls", "abcd", "'abcd'")]
    [InlineData("get", "", "mill get ID")]
    [InlineData("watch", "a b", "'b'")]
    [InlineData("watch", "a --channel event", "'events'")]
    [InlineData("logs", "a -n -1", "--lines")]
    [InlineData("logs", "a -x", "'-x'")]
    [InlineData("logs", "a -fx", "'-fx'")]
    [InlineData("stop", "a --grace x", "--grace")]
    [InlineData("repair", "", "--all")]
    [InlineData("repair", "--all a", "--all")]
    [InlineData("repair", "a --action resum", "'resume'")]
    [InlineData("sweep", "--older-than soon", "--older-than")]
    [InlineData("sweep", "--keep -1", "--keep")]
    [InlineData("sweep", "--log-max-bytes -1", "--log-max-bytes")]
    [InlineData("repair", "a --stale-grace -1", "--stale-grace")]
    [InlineData("wait", "a --timeout -1", "--timeout")]
    public void that_makes_no_sense_is_refused_with_what_to_write(string verb, string words, string told)
    {
        var screen = new Screen();
        Assert.Equal(64, screen.Run([verb, .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
        Assert.Contains(told, screen.Err, StringComparison.Ordinal);
        Assert.Contains($"Try: mill help {verb}", screen.Err, StringComparison.Ordinal);
        Assert.Empty(screen.Out);
    }

    [Fact]
    public void takes_statuses_in_any_number()
    {
        var filter = LsVerb.Filter(Read("ls", "--status", "failed,lost", "--status=running", "--tag", "a", "--tag", "b=c", "-n5", "--name", "n*", "--name=m"));
        Assert.Equal([EffectiveStatus.Failed, EffectiveStatus.Lost, EffectiveStatus.Running], filter.Statuses);
        Assert.Equal(new Dictionary<string, string?> { ["a"] = null, ["b"] = "c" }, filter.Tags);
        Assert.Equal(["n*", "m"], filter.Names);
        Assert.Equal((5, false), (filter.Last, filter.Active));
    }

    [Theory]
    [InlineData("a", true, true, false, null)]
    [InlineData("a --out", true, false, false, null)]
    [InlineData("--err a", false, true, false, null)]
    [InlineData("a --out --err", true, true, false, null)]
    [InlineData("-f a -n 3", true, true, true, 3)]
    [InlineData("--follow a --lines=0", true, true, true, 0)]
    public void says_which_streams_of_a_log_it_wants(string words, bool wantsOut, bool wantsErr, bool follow, int? last) =>
        Assert.Equal(new LogRequest { Out = wantsOut, Err = wantsErr, Follow = follow, Last = last },
            LogsVerb.Request(Read("logs", words.Split(' '))));

    [Theory]
    [InlineData("a", true, true)]
    [InlineData("a --channel events", true, false)]
    [InlineData("a --channel=io", false, true)]
    [InlineData("a --channel all", true, true)]
    public void says_which_channels_it_watches(string words, bool events, bool io) =>
        Assert.Equal(new WatchRequest { Events = events, Io = io }, WatchVerb.Request(Read("watch", words.Split(' '))));

    [Fact]
    public void says_how_to_stop_repair_and_sweep()
    {
        Assert.Equal(new StopRequest { Grace = TimeSpan.FromSeconds(1), Reason = "why not", Force = true },
            StopVerb.Request(Read("kill", "a", "--grace=1s", "--reason", "why not", "--force")));
        Assert.Equal(new RepairRequest { DryRun = true, Force = true, StaleGrace = TimeSpan.Zero, Action = "retry" },
            RepairVerb.Request(Read("repair", "--all", "--dry-run", "--force", "--stale-grace", "0", "--action", "retry")));
        Assert.Equal(new SweepRequest { DryRun = true, OlderThan = TimeSpan.FromDays(2), Keep = 0, LogRetention = TimeSpan.Zero, LogMaxBytes = 1 << 20 },
            SweepVerb.Request(Read("sweep", "--dry-run", "--older-than=2d", "--keep", "0", "--log-retention", "0", "--log-max-bytes=1M")));
        Assert.True(ResumeVerb.Request(Read("resume", "a", "--dry-run", "--env", "K=V")) is { DryRun: true, CallerExits: true });
    }
}
