using Mill.Cli.Options;
using Mill.Cli.Text;
using Mill.Json;
using Mill.Plans;
using Mill.Runs;

namespace Mill.Cli.Verbs;

/// <summary><c>mill start</c>.</summary>
internal static class StartVerb
{
    static readonly Option s_name = new("name", "NAME", "a name for people");
    static readonly Option s_template = new("template", "NAME", "start what a template says; words behind -- are added to its arguments");
    static readonly Option s_set = new("set", "K=V", "what a parameter of the template or plan stands for (as often as needed)");
    static readonly Option s_cwd = new("cwd", "DIR", "the folder to start in");
    static readonly Option s_tag = new("tag", "K=V", "a word to find the run by (as often as needed)");
    static readonly Option s_timeout = new("timeout", "TIME", "end it when it takes longer: 30s, 10m, 1h30m");
    static readonly Option s_idle = new("idle-timeout", "TIME", "end it when it prints and notes nothing for so long");
    static readonly Option s_grace = new("grace", "TIME", "how long processes have to end (5s)");
    static readonly Option s_memory = new("memory-limit", "SIZE", "end it when it takes more: 512MB, 2GB") { Aliases = ["memory"] };
    static readonly Option s_cpu = new("cpu-limit", "N", "how many processors it may use") { Aliases = ["cpu"] };
    static readonly Option s_cap = new("log-cap", "SIZE", "how much of each stream is kept (64MB)");
    static readonly Option s_output = new("output-limit", "SIZE", "end it when it prints more");
    static readonly Option s_merge = new("merge", null, "both streams into one log, in order") { IsDeniable = true };
    static readonly Option s_background = new("allow-background", null, "let processes live on that the command leaves behind") { IsDeniable = true };
    static readonly Option s_lines = new("line-buffered", null, "ask the command to print line by line") { IsDeniable = true };
    static readonly Option s_secrets = new("keep-secrets", null, "keep secret-looking values on disk, for a later resume") { IsDeniable = true };
    static readonly Option s_result = new("require-result", null, "fail it where it leaves no result: by default, a last line of JSON") { IsDeniable = true };
    static readonly Option s_queue = new("queue", "NAME", "wait in this queue for a free slot");
    static readonly Option s_priority = new("priority", "N", "in its queue, higher ones go first: -100 to 100 (0)");
    static readonly Option s_after = new("after", "RUN", "only once this run is complete (as often as needed, or a,b)");
    static readonly Option s_afterAny = new("after-any", null, "with --after: once those are over, however");
    static readonly Option s_plan = new("plan", "FILE", "many tasks from a file (JSON) in place of one command");
    static readonly Option s_parallel = new("parallel", "N", "how many tasks of a plan run at the same time (1)") { Aliases = ["jobs"] };
    static readonly Option s_failFast = new("fail-fast", null, "the first task that fails ends the run");
    static readonly Option s_retry = new("retry", "N", "try it up to N times in all when it ends badly");
    static readonly Option s_retryDelay = new("retry-delay", "TIME", "the first pause between two attempts, doubled each time (1s)");
    static readonly Option s_retryOn = new("retry-on", "END", "only after this exit code, signal or reason (as often as needed)");
    static readonly Option s_dryRun = new("dry-run", null, "only show what would be done");
    static readonly Option s_wait = new("wait", null, "wait until it is over; exits 0, 3 (failed) or 4 (cancelled)");
    static readonly Option s_watch = new("watch", null, "show what it prints until it is over; exits like --wait");

    public static readonly Option[] Options =
    [
        s_template, s_set, s_name, s_cwd, Pairs.Env, Pairs.UnsetEnv, s_tag, s_timeout, s_idle, s_grace, s_memory, s_cpu, s_cap, s_output,
        s_merge, s_background, s_lines, s_secrets, s_result, s_queue, s_priority, s_after, s_afterAny,
        s_plan, s_parallel, s_failFast, s_retry, s_retryDelay, s_retryOn, s_dryRun, s_wait, s_watch,
    ];

    public static readonly string[] Examples =
    [
        "mill start -- dotnet test -c Release",
        "mill start --name nightly --timeout 2h --tag kind=report -- ./report.sh --all",
        "id=$(mill start --env LEVEL=debug -- ./server) && mill logs -f $id",
        "mill start --queue build --priority 10 -- make",
        "mill start --after $id -- ./deploy.sh",
        "mill start --wait -- make && echo built",
        "mill start --template agent --set prompt='fix the build' -- --verbose",
        "mill start --retry 3 --retry-delay 10s --retry-on 75 -- ./upload.sh",
        "mill start --plan release.json --parallel 4 --watch",
        "mill start --plan release.json --set target=staging --dry-run",
    ];

    public static int Act(Call call)
    {
        var (watch, wait) = (call.Line.Has(s_watch), call.Line.Has(s_wait));
        var request = Request(call.Line, PlanOf(call));
        if (call.Line.Has(s_dryRun)) return Show(call, Pairs.Checked("start", () => call.Client.Preview(request)));
        var id = Pairs.Checked("start", () => call.Client.Launch(request, call.Output.Tell));
        if (watch || wait) return Stay(call, call.Client.Get(id), watch);
        if (call.Json) call.Output.Json(call.Client.Get(id), Forms.Of);
        else call.Output.Out(id + "\n");
        return Exit.Ok;
    }

    /// <summary>What a line asks for. With a template, all its words are arguments.</summary>
    public static StartRequest Request(ParsedLine line, PlanRequest? plan = null) => new()
    {
        Command          = plan is null && !line.Has(s_template) ? line.Words[0] : "",
        Arguments        = plan is not null ? [] : line.Has(s_template) ? line.Words : line.Words[1..],
        Template         = line.One(s_template),
        Parameters       = Pairs.Parameters(line, s_set),
        Plan             = plan,
        Retry            = Retry(line),
        Name             = line.One(s_name),
        WorkingDirectory = line.One(s_cwd),
        Environment      = Pairs.Environment(line),
        Tags             = Pairs.Tags(line, s_tag),
        Timeout          = line.Time(s_timeout),
        IdleTimeout      = line.Time(s_idle),
        Grace            = line.Time(s_grace, orZero: true),
        MemoryLimit      = line.Size(s_memory, least: RunSpec.LeastMemoryBytes),
        CpuLimit         = line.Processors(s_cpu),
        LogCap           = line.Size(s_cap, least: RunSpec.LeastLogCapBytes),
        OutputLimit      = line.Size(s_output),
        Merge            = line.Choice(s_merge),
        AllowBackground  = line.Choice(s_background),
        LineBuffered     = line.Choice(s_lines),
        KeepSecrets      = line.Choice(s_secrets),
        RequireResult    = line.Choice(s_result),
        Queue            = line.One(s_queue),
        Priority         = Priority(line),
        After            = [.. line.All(s_after).SelectMany(text => text.Split(',')).Select(word => word.Trim())],
        AfterAny         = line.Has(s_afterAny) && !line.Has(s_after) ? throw line.Bad(s_afterAny, "say after which runs: --after RUN.") : line.Has(s_afterAny),
        CallerExits      = !line.Has(s_wait) && !line.Has(s_watch),
        CallerStays      = line.Has(s_wait) || line.Has(s_watch),
    };

    static int? Priority(ParsedLine line) => line.One(s_priority) switch
    {
        null => null,
        _ when !line.Has(s_queue) => throw line.Bad(s_priority, "it means something in a queue only; give one with --queue NAME."),
        { } text when int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && Math.Abs((long)number) <= RunQueue.HighestPriority => number,
        { } text => throw line.Bad(s_priority, $"'{text}' is no whole number from -100 to 100.", text),
    };

    static PlanRequest? PlanOf(Call call)
    {
        var line = call.Line;
        if (line.One(s_plan) is not { } file)
        {
            foreach (var option in new[] { s_parallel, s_failFast })
                if (line.Has(option)) throw line.Bad(option, "only a plan has tasks: mill start --plan FILE.");
            if (!line.Has(s_template) && (line.Words.Count == 0 || line.Words[0].Length == 0))
                throw new UsageException("Say which: mill start [OPTION…] -- COMMAND ARG…, or mill start --plan FILE.", line.Verb);
            return null;
        }
        if (line.Words.Count > 0) throw line.Bad(s_plan, $"a plan has its own commands; '{line.Words[0]}' is one too many.", line.Words[0]);
        var plan = call.Client.ReadPlan(file);
        return plan with { Parallel = line.Count(s_parallel, 1) ?? plan.Parallel, FailFast = plan.FailFast || line.Has(s_failFast) };
    }

    static RetryPolicy? Retry(ParsedLine line)
    {
        try { return Retries.Policy(line.Count(s_retry, 1), line.Time(s_retryDelay, orZero: true), [.. line.All(s_retryOn)]); }
        catch (MillException refused) when (refused.Code == MillError.BadValue) { throw new UsageException(refused.Message, line.Verb, refused.Target); }
    }

    static int Show(Call call, PlanPreview plan)
    {
        if (call.Json) call.Output.Json(plan, Forms.Of);
        else call.Output.Out(PlanPage.Of(plan));
        return Exit.Ok;
    }

    static int Stay(Call call, Run run, bool watch)
    {
        if (watch || call.Json) call.Output.Err(run.Id + "\n");
        else call.Output.Out(run.Id + "\n");
        return Attached.To(call, $"mill {(watch ? "watch" : "wait")} {run.Id}", stop =>
        {
            var ended = Stay(call, call.Client.Find(run.Id), watch, watch && (call.Json || run.Plan is not null), stop);
            if (call.Json && !watch) call.Output.Json(ended, Forms.Of);
            call.Output.Err(Sentences.Summary(ended, call.Output.ErrPaint) + "\n");
            return Exit.Of(ended);
        });
    }

    static Run Stay(Call call, RunId id, bool watch, bool wholly, CancellationToken stop)
    {
        Run Wait() => new AskedOnce(call).Wait(call.Client, id, null, stop);
        if (!watch) return Wait();
        if (wholly)
        {
            WatchVerb.Show(call, id, new WatchRequest(), stop);
            return call.Client.Wait(id, stop: stop);
        }
        // What a run asks is not in what it prints.
        var waiting = Task.Run(Wait, CancellationToken.None);
        LogsVerb.Show(call, id, new LogRequest { Follow = true, FromFirst = true }, stop);
        return waiting.GetAwaiter().GetResult();
    }
}
