using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill start</c>.</summary>
internal static class StartVerb
{
    static readonly Option s_name = new("name", "NAME", "a name for people");
    static readonly Option s_cwd = new("cwd", "DIR", "the folder to start in");
    static readonly Option s_tag = new("tag", "K=V", "a word to find the run by (as often as needed)");
    static readonly Option s_timeout = new("timeout", "TIME", "end it when it takes longer: 30s, 10m, 1h30m");
    static readonly Option s_idle = new("idle-timeout", "TIME", "end it when it prints nothing for so long");
    static readonly Option s_grace = new("grace", "TIME", "how long processes have to end (5s)");
    static readonly Option s_memory = new("memory-limit", "SIZE", "end it when it takes more: 512MB, 2GB") { Aliases = ["memory"] };
    static readonly Option s_cpu = new("cpu-limit", "N", "how many processors it may use") { Aliases = ["cpu"] };
    static readonly Option s_cap = new("log-cap", "SIZE", "how much of each stream is kept (64MB)");
    static readonly Option s_output = new("output-limit", "SIZE", "end it when it prints more");
    static readonly Option s_merge = new("merge", null, "both streams into one log, in order");
    static readonly Option s_background = new("allow-background", null, "let processes live on that the command leaves behind");
    static readonly Option s_lines = new("line-buffered", null, "ask the command to print line by line");
    static readonly Option s_secrets = new("keep-secrets", null, "keep secret-looking values on disk, for a later resume");
    static readonly Option s_queue = new("queue", "NAME", "wait in this queue for a free slot");
    static readonly Option s_priority = new("priority", "N", "in its queue, higher ones go first: -100 to 100 (0)");
    static readonly Option s_after = new("after", "RUN", "only once this run is complete (as often as needed, or a,b)");
    static readonly Option s_afterAny = new("after-any", null, "with --after: once those are over, however");
    static readonly Option s_wait = new("wait", null, "wait until it is over; exits 0, 3 (failed) or 4 (cancelled)");
    static readonly Option s_watch = new("watch", null, "show what it prints until it is over; exits like --wait");

    public static readonly Option[] Options =
    [
        s_name, s_cwd, Pairs.Env, Pairs.UnsetEnv, s_tag, s_timeout, s_idle, s_grace, s_memory, s_cpu, s_cap, s_output,
        s_merge, s_background, s_lines, s_secrets, s_queue, s_priority, s_after, s_afterAny, s_wait, s_watch,
    ];

    public static readonly string[] Examples =
    [
        "mill start -- dotnet test -c Release",
        "mill start --name nightly --timeout 2h --tag kind=report -- ./report.sh --all",
        "id=$(mill start --env LEVEL=debug -- ./server) && mill logs -f $id",
        "mill start --queue build --priority 10 -- make",
        "mill start --after $id -- ./deploy.sh",
        "mill start --wait -- make && echo built",
    ];

    public static int Act(Call call)
    {
        var (watch, wait) = (call.Line.Has(s_watch), call.Line.Has(s_wait));
        var id = call.Client.Launch(Request(call.Line), call.Output.Tell);
        if (watch || wait) return Stay(call, call.Client.Get(id), watch);
        if (call.Json) call.Output.Json(call.Client.Get(id), MillJson.Plain.Run);
        else call.Output.Out(id + "\n");
        return Exit.Ok;
    }

    /// <summary>What a line asks for.</summary>
    public static StartRequest Request(ParsedLine line) => new()
    {
        Command          = line.Words[0],
        Arguments        = line.Words[1..],
        Name             = line.One(s_name),
        WorkingDirectory = line.One(s_cwd),
        Environment      = Pairs.Environment(line),
        Tags             = Pairs.Tags(line, s_tag),
        Timeout          = line.Time(s_timeout),
        IdleTimeout      = line.Time(s_idle),
        Grace            = line.Time(s_grace, orZero: true),
        MemoryLimit      = line.Size(s_memory),
        CpuLimit         = line.Processors(s_cpu),
        LogCap           = line.Size(s_cap),
        OutputLimit      = line.Size(s_output),
        Merge            = line.Has(s_merge),
        AllowBackground  = line.Has(s_background),
        LineBuffered     = line.Has(s_lines),
        KeepSecrets      = line.Has(s_secrets),
        Queue            = line.One(s_queue),
        Priority         = Priority(line),
        After            = [.. line.All(s_after).SelectMany(text => text.Split(',')).Select(word => word.Trim())],
        AfterAny         = line.Has(s_afterAny) && !line.Has(s_after) ? throw line.Bad(s_afterAny, "say after which runs: --after RUN.") : line.Has(s_afterAny),
        CallerExits      = !line.Has(s_wait) && !line.Has(s_watch),
    };

    static int Priority(ParsedLine line) => line.One(s_priority) switch
    {
        null => 0,
        _ when !line.Has(s_queue) => throw line.Bad(s_priority, "it means something in a queue only; give one with --queue NAME."),
        { } text when int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && Math.Abs((long)number) <= RunQueue.HighestPriority => number,
        { } text => throw line.Bad(s_priority, $"'{text}' is no whole number from -100 to 100.", text),
    };

    static int Stay(Call call, Run run, bool watch)
    {
        if (watch || call.Json) call.Output.Err(run.Id + "\n");
        else call.Output.Out(run.Id + "\n");
        return Attached.To(call, $"mill {(watch ? "watch" : "wait")} {run.Id}", stop =>
        {
            var id = call.Client.Find(run.Id);
            if (watch && call.Json) WatchVerb.Show(call, id, new WatchRequest(), stop);
            else if (watch) LogsVerb.Show(call, id, new LogRequest { Follow = true }, stop);
            var ended = call.Client.Wait(id, stop: stop);
            if (call.Json && !watch) call.Output.Json(ended, MillJson.Plain.Run);
            call.Output.Err(Sentences.Summary(ended, call.Output.ErrPaint) + "\n");
            return Exit.Of(ended);
        });
    }
}
