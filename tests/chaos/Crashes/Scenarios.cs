namespace Mill.Chaos.Crashes;

/// <summary>All that somebody may be at when it is ended.</summary>
static class Scenarios
{
    const string Ok = "complete exit", Failed = "failed exit", Cancelled = "cancelled cancelled", Lost = "failed worker-lost", Early = "failed early-exit";
    const string Waits = "waits";
    const string WaitForGo = "while ! [ -e go ]; do sleep 0.02; done";

    /// <summary>Each of them.</summary>
    public static Scenario[] All { get; } =
    [
        .. OfStarts(), .. OfWorkers(), .. OfStops(), .. OfResumes(), .. OfQuestions(), .. OfRemovals(), .. Damages.All,
    ];

    /// <summary>The one of that name.</summary>
    public static Scenario? Named(string name) => Array.Find(All, one => one.Name == name);

    static IEnumerable<Scenario> OfStarts() =>
    [
        new("start", static (g, step) => g.Caller(step, "start", "--", "/bin/sh", "-c", Ground.Ran), Ok, Early),
        new("start from an installed mill", static (g, step) => Installed(g, step), Ok, Early)
        {
            Prepare = static g => Tests.Harness.Installed.HandingOn(Path.Combine(g.Home.Root, "module", "mill")),
        },
        new("start over half a copy of mill", static (g, step) => Installed(g, step), Ok, Early)
        {
            Prepare = static g =>
            {
                Tests.Harness.Installed.HandingOn(Path.Combine(g.Home.Root, "module", "mill"));
                Installed(g, "");
                foreach (var copy in Directory.GetFiles(Path.Combine(g.Home.Home, "bin"), "mill", SearchOption.AllDirectories)) File.WriteAllText(copy, "");
            },
        },
        new("start into a queue", static (g, step) => g.Caller(step, "start", "--queue", "q", "--", "/bin/sh", "-c", Ground.Ran), Ok, Early) { Then = static g => g.Client.Sweep().ToArray() },
        new("start behind others", static (g, step) => g.Caller(step, "start", "--queue", "q", "--", "/bin/sh", "-c", Ground.Ran), Ok, Early)
        {
            Prepare = static g => g.Client.SetQueue("q", new QueueRequest { Paused = true }),
            Then = static g => g.Client.SetQueue("q", new QueueRequest { Paused = false }),
        },
        new("start behind a lost run for which others wait", static (g, step) => g.Caller(step, "start", "--queue", "q", "--", "/bin/sh", "-c", Ground.Ran), Ok, Early, Lost, "failed dependency-failed")
        {
            Prepare = static g =>
            {
                var lost = g.Client.Launch(g.Script("sleep 600") with { Queue = "q" });
                g.Client.Launch(g.Script(Ground.Ran) with { Queue = "q", After = [lost.Text] });
                for (var i = 0; i < 2; i++) g.Client.Launch(g.Script(Ground.Ran) with { Name = Waits, Queue = "q", After = [lost.Text], AfterAny = true });
                g.Kill(lost);
            },
            Then = static g => g.Client.Sweep().ToArray(),
            Must = static g => HaveWaitersRun(g),
        },
        new("start that is refused at last", static (g, step) => g.Caller(step, "start", "--queue", "q", "--env", "MY_TOKEN=x", "--", "/bin/sh", "-c", Ground.Ran), Early)
        {
            Prepare = static g => g.Client.SetQueue("q", new QueueRequest { Paused = true }),
        },
        new("setting a queue", static (g, step) => g.Caller(step, "queue", "set", "q", "--resume"), Ok)
        {
            Prepare = static g =>
            {
                g.Client.SetQueue("q", new QueueRequest { Paused = true });
                g.Client.Launch(g.Script(Ground.Ran) with { Queue = "q" });
            },
            Then = static g => g.Client.SetQueue("q", new QueueRequest { Paused = false }),
        },
        new("removing a queue", static (g, step) => g.Caller(step, "queue", "rm", "q"))
        {
            // Nothing is done after it but to repair and to sweep: a second removal would clear away what the first one left.
            Prepare = static g => g.Client.SetQueue("q", new QueueRequest { Parallel = 2 }),
        },
    ];

    static IEnumerable<Scenario> OfWorkers() =>
    [
        new("worker", static (g, step) => g.StartUnder(step, g.Script(Ground.Ran + "; sleep 600 & exit 3")), Failed, Early, Lost),
        new("worker of a plan with retries", static (g, step) => g.StartUnder(step, Plan(g)), "failed dead-letter", Early, Lost),
        new("worker of a loud run with hooks", static (g, step) => g.StartUnder(step, g.Script("head -c 6000000 /dev/zero; exit 3") with
        {
            LogCap = 2 << 20,
            OnFailure = new RunHook { Command = ["/bin/sh", "-c", "sleep 600 & true"] },
            OnEnd = new RunHook { Command = ["/bin/true"] },
        }), Failed, Early, Lost),
        new("worker before others in a queue", static (g, step) =>
        {
            g.StartUnder(step, g.Script($"{Ground.Ran}; {WaitForGo}") with { Queue = "q" });
            var first = g.Ids()[0].Text;
            g.Client.Launch(g.Script(Ground.Ran) with { Queue = "q", Name = Waits });
            g.Client.Launch(g.Script(Ground.Ran) with { Name = Waits, Queue = "r", After = [first], AfterAny = true });
            g.Touch("go");
        }, Ok, Early, Lost)
        {
            Then = static g => g.Client.Sweep().ToArray(),
            Must = static g => HaveWaitersRun(g),
        },
        new("worker that is stopped", static (g, step) =>
        {
            g.StartUnder(step, g.Script("trap '' TERM; sleep 600 & while :; do sleep 0.1; done"));
            g.StopAll();
        }, Cancelled, Early, Lost),
    ];

    static IEnumerable<Scenario> OfStops() =>
    [
        new("stop", static (g, step) => g.Caller(step, "stop", g.Ids()[0].Text, "--grace", "300ms"), Cancelled)
        {
            Prepare = static g => g.Client.Launch(g.Script("sleep 600")),
            Then = static g => g.StopAll(),
        },
        new("stop of a lost run", static (g, step) => g.Caller(step, "stop", g.Ids()[0].Text), Cancelled, Lost)
        {
            Prepare = static g => g.Kill(g.Client.Launch(g.Script("sleep 600"))),
        },
        new("stop of a deaf worker", static (g, step) => g.Caller(step, "stop", g.Ids()[0].Text, "--grace", "300ms"), Cancelled)
        {
            Prepare = static g => Libc.Signal(g.Home.WorkerOf(g.Client.Launch(g.Script("sleep 600")).Text), Libc.Stop),
            Then = static g => g.StopAll(),
        },
        new("stop of a run in a run", static (g, step) => g.Caller(step, "stop", g.Ids().Single(id => g.Client.Get(id).ParentId is null).Text), Cancelled)
        {
            Prepare = static g =>
            {
                g.Client.Launch(g.Script("mill start -- sleep 600; touch inner; sleep 600"));
                Until.True(() => File.Exists(Path.Combine(g.Home.Work, "inner")), TimeSpan.FromSeconds(60), "the inner run is started");
            },
            Then = static g => g.StopAll(),
        },
        new("stop of a run that waits", static (g, step) => g.Caller(step, "stop", g.Ids()[0].Text), Cancelled)
        {
            Prepare = static g =>
            {
                g.Client.SetQueue("q", new QueueRequest { Paused = true });
                g.Client.Launch(g.Script(Ground.Ran) with { Queue = "q" });
            },
            Then = static g => g.StopAll(),
        },
    ];

    static IEnumerable<Scenario> OfResumes() =>
    [
        new("resume", static (g, step) => g.Caller(step, "resume", g.Ids()[0].Text), Ok, Early, Failed)
        {
            Prepare = static g => g.RunToEnd("[ -e again ] && exit 0; touch again; exit 3"),
            Must = static g => NothingOfBefore(g),
        },
        new("resume into a queue", static (g, step) => g.Caller(step, "resume", g.Ids()[0].Text), Ok, Early, Failed)
        {
            Prepare = static g =>
            {
                g.Client.Wait(g.Client.Launch(g.Script("[ -e again ] && exit 0; touch again; exit 3") with { Queue = "q" }));
                g.Settle();
            },
            Then = static g => g.Client.Sweep().ToArray(),
            Must = static g => NothingOfBefore(g),
        },
        new("worker of a resumed run", static (g, step) => Ground.Try(() => g.Under(step).Resume(g.Ids()[0])), Ok, Early, Lost)
        {
            Prepare = static g => g.RunToEnd("[ -e again ] && sleep 600 & [ -e again ] && exit 0; touch again; exit 3"),
            Must = static g => NothingOfBefore(g),
        },
    ];

    static IEnumerable<Scenario> OfQuestions() =>
    [
        new("worker of a run that waits", static (g, step) =>
        {
            g.StartUnder(step, g.Script("mill ask 'Well?'; mill note done"));
            g.UntilAsked();
            foreach (var id in g.Ids()) Ground.Try(() => g.Client.Answer(id, new AnswerRequest { Answer = "yes" }));
        }, Ok, Early, Lost),
        new("asker", static (g, step) =>
        {
            g.Client.Launch(g.Script($"MILL_DIE_AT={step} mill ask 'Well?'; exit 0"));
            g.UntilAsked();
            foreach (var id in g.Ids()) Ground.Try(() => g.Client.Answer(id, new AnswerRequest { Answer = "yes" }));
        }, Ok),
        new("answerer", static (g, step) => g.Caller(step, "answer", g.Ids()[0].Text, "yes"), Ok)
        {
            Prepare = static g =>
            {
                g.Client.Launch(g.Script("mill ask 'Well?'"));
                g.UntilAsked();
            },
            Then = static g => Ground.Try(() => g.Client.Answer(g.Ids()[0], new AnswerRequest { Answer = "yes" })),
        },
        new("note", static (g, step) => g.Client.Launch(g.Script($"MILL_DIE_AT={step} mill note 'so far' --done 1 --total 2; exit 0")), Ok),
    ];

    static IEnumerable<Scenario> OfRemovals() =>
    [
        new("sweep", static (g, step) => g.Caller(step, "sweep", "--log-retention", "0s", "--keep", "2"), Ok)
        {
            Prepare = static g =>
            {
                for (var i = 0; i < 4; i++) g.RunToEnd("echo out; echo err >&2");
                g.Settle();
                foreach (var name in new[] { "0.0.1-a", "0.0.1-b", ".stage-c" }) File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(g.Home.Home, "bin", name)).FullName, "mill"), name);
                g.Age();
            },
            Then = static g => g.Client.Sweep(new SweepRequest { LogRetention = TimeSpan.Zero, Keep = 2 }).ToArray(),
            Must = static g => g.Ids().Length == 2 && g.Names("bin").Length == 1 && g.Ids().All(id => g.Names($"runs/{id}/logs").All(name => name == "worker.log")) ? null : "the sweep left something",
        },
        new("removal", static (g, step) => g.Caller(step, "rm", g.Ids()[0].Text))
        {
            Prepare = static g =>
            {
                g.RunToEnd("exit 0");
                g.Settle();
            },
            Then = static g =>
            {
                foreach (var id in g.Ids()) g.Client.Remove(id);
            },
        },
        new("removal of a live run", static (g, step) => g.Caller(step, "rm", "--force", g.Ids()[0].Text))
        {
            Prepare = static g => g.Client.Launch(g.Script("sleep 600")),
            Then = static g =>
            {
                foreach (var id in g.Ids()) Ground.Try(() => g.Client.Remove(id, force: true));
            },
        },
    ];

    static void Installed(Ground g, string step) =>
        Programs.Run(Places.Dummy, ["start", g.Home.Home, Path.Combine(g.Home.Root, "module"), "/bin/sh", "-c", Ground.Ran], g.Home.At(Ground.Dying(step)));

    static string? HaveWaitersRun(Ground g) =>
        g.Ids().Select(id => g.Home.Read(id.Text, "run.json")).Count(run => run.Text("spec.name") == Waits && Audit.Outcome(run) == Ok) == 2 ? null : "one that waited did not run well";

    // An exit code or a cleanup of the generation before would be taken for this one's.
    static string? NothingOfBefore(Ground g)
    {
        var run = g.Home.Read(g.Ids()[0].Text, "run.json");
        if (run.Number("generation") == 1) return null;
        var code = g.Home.Text(g.Ids()[0].Text, "exit_code");
        return code == (Audit.Outcome(run) == Ok ? "0\n" : "") && g.Home.Text(g.Ids()[0].Text, "generations/1/exit_code") == "3\n" ? null : $"its exit code is told to be '{code.Trim()}'";
    }

    static StartRequest Plan(Ground g) => new()
    {
        Command = "",
        WorkingDirectory = g.Home.Work,
        Plan = new PlanRequest
        {
            Parallel = 2,
            Tasks =
            [
                Task("a", Ground.Ran),
                Task("b", $"{Ground.Ran}; [ -e tried ] && exit 0; touch tried; exit 1") with { Retry = new RetryPolicy { Attempts = 3, DelayMs = 10 } },
                Task("c", $"{Ground.Ran}; exit 5") with { After = ["a"], Retry = new RetryPolicy { Attempts = 2, DelayMs = 10 } },
                Task("d", $"{Ground.Ran}; sleep 600 &") with { After = ["b"] },
                Task("e", Ground.Ran) with { After = ["d"] },
            ],
        },
    };

    static TaskRequest Task(string name, string script) => new() { Name = name, Command = "/bin/sh", Arguments = ["-c", script] };
}
