using System.Text;
using Mill.Platform;

namespace Mill.Chaos.Fuzz;

/// <summary>Homes of many kinds, each made by the real <c>mill</c>.</summary>
static class Seeds
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    static readonly (string Kind, Func<TestHome, string> Make)[] s_kinds =
    [
        ("complete", home => Over(home, home.StartScript("echo out; echo err >&2", "--name", "nightly", "--tag", "kind=report", "--tag", "empty="))),
        ("failed", home => Over(home, home.StartScript("echo out; exit 3", "--name", "nightly", "--env", "LEVEL=debug", "--timeout", "1h", "--idle-timeout", "30m", "--memory-limit", "1GB"))),
        ("with a result", home => Over(home, home.StartScript("echo '{\"a\":[1,2,{\"b\":null}]}'", "--require-result", "--merge"))),
        ("cancelled", home => Cancelled(home, Running(home))),
        ("lost", home => Lost(home, Running(home, "--timeout", "1h"))),
        ("lost with a note", home => Lost(home, Noted(home))),
        ("lost while it waited for a person", home => Lost(home, Waiting(home))),
        ("repaired", Repaired),
        ("resumed", Resumed),
        ("lost in its second life", home => Lost(home, Again(home))),
        ("a plan", home => Over(home, home.Start("--plan", Plan(home, slow: false), "--parallel", "2"))),
        ("a plan that was lost", home => Lost(home, home.Start("--plan", Plan(home, slow: true), "--parallel", "3"))),
        ("a script with hooks", Script),
        ("with a run inside it", Nested),
        ("queued", home => Queued(home)),
        ("queued for others", home => Queued(home, "--after", Running(home))),
        ("queued with a slot", WithSlot),
    ];

    // They are kept, so that the same number makes the same mutant to the last byte; whoever takes them away gets new ones.
    static string Kept { get; } = Path.Combine(Places.Repository, "artifacts", "fuzz");

    static string Here { get; } = $"{Current.Platform.Machine.BootId} {Current.Platform.Machine.PidNamespace}";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Seed> Make()
    {
        var seeds = new Seed?[s_kinds.Length];
        Parallel.For(0, s_kinds.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => seeds[i] = Make(s_kinds[i].Kind, s_kinds[i].Make));
        return [.. seeds.OfType<Seed>()];
    }

    static Seed Make(string kind, Func<TestHome, string> make)
    {
        var folder = Path.Combine(Kept, kind);
        if (!File.Exists(Path.Combine(folder, "id"))) Keep(folder, make);
        var (seed, there) = (Seed.Of(kind, File.ReadAllText(Path.Combine(folder, "id")), Path.Combine(folder, "home")), File.ReadAllText(Path.Combine(folder, "made")));
        return there == Here ? seed : seed with { Files = seed.Files.ToDictionary(one => one.Key, one => AsMadeHere(one.Value, there.Split(' '), Here.Split(' '))) };
    }

    // Of another start of the machine, or another set of pids, they would all be lost, or all unknown.
    static byte[] AsMadeHere(byte[] bytes, string[] there, string[] here) => Encoding.Latin1.GetBytes(
        Encoding.Latin1.GetString(bytes).Replace(there[0], here[0], StringComparison.Ordinal).Replace(there[1], here[1], StringComparison.Ordinal));

    static void Keep(string folder, Func<TestHome, string> make)
    {
        using var home = new TestHome();
        var id = make(home);
        home.KillEverything();
        Directory.CreateDirectory(folder);
        Programs.Run("/bin/cp", ["-a", home.Home, folder], new RunOptions()).Expect(0);
        File.WriteAllText(Path.Combine(folder, "made"), Here);
        File.WriteAllText(Path.Combine(folder, "id"), id);
        Directory.Delete(Path.Combine(home.Home, "active"), recursive: true); // Nothing is left to be stopped.
    }

    static string Over(TestHome home, string id)
    {
        home.Ended(id);
        Until.True(() => !File.Exists(Path.Combine(home.Home, "active", id)) && home.Processes().Count == 0, s_soon, "it is over");
        var faults = string.Join("; ", Audit.OfRun(home, id));
        return faults.Length == 0 ? id : throw new InvalidOperationException(faults);
    }

    static string Running(TestHome home, params string[] options) => home.StartScript("echo begun; sleep 600", options);

    static string Cancelled(TestHome home, string id)
    {
        home.Stop(id, "--reason", "by hand", "--grace", "1s");
        return Over(home, id);
    }

    static string Lost(TestHome home, string id)
    {
        Until.True(() => home.Events(id, "spawn:start").Length > 0 && home.Text(id, "heartbeat.json").Length > 0, s_soon, "it runs");
        home.KillEverything();
        return id;
    }

    static string Noted(TestHome home)
    {
        var id = home.StartScript("mill note 'half done' --progress 1/2; sleep 600");
        Until.True(() => home.Events(id, "spawn:milestone").Length > 0, s_soon, "it took a note");
        return id;
    }

    static string Waiting(TestHome home)
    {
        var id = home.StartScript("mill ask 'Deploy?' --choice yes --choice no & mill ask 'And then?' --default nothing; wait");
        Until.True(() => home.Events(id, "run:waiting").Length == 2, s_soon, "it asks");
        return id;
    }

    static string Repaired(TestHome home)
    {
        var id = Lost(home, Running(home));
        home.Repair(id);
        return Over(home, id);
    }

    static string Resumed(TestHome home)
    {
        var id = Over(home, home.StartScript("test -e ready && echo well && exit 0; touch ready; exit 7"));
        home.Mill("resume", id).Expect(0);
        return Over(home, id);
    }

    static string Again(TestHome home)
    {
        var id = Over(home, home.StartScript("test -e ready && sleep 600; touch ready; exit 7"));
        home.Mill("resume", id).Expect(0);
        Until.True(() => home.Read(id, "run.json").Number("generation") == 2, s_soon, "its second life");
        return id;
    }

    static string Plan(TestHome home, bool slow)
    {
        var path = Path.Combine(home.Work, "plan.json");
        File.WriteAllText(path, $$"""
            { "name": "release", "tags": { "kind": "plan" }, "tasks": [
              { "name": "fetch", "command": "/bin/true", "outputs": ["made"] },
              { "name": "build", "command": ["/bin/sh", "-c", "{{(slow ? "sleep 600" : "echo built")}}"], "after": "fetch", "timeout": "20m" },
              { "name": "flaky", "command": ["/bin/sh", "-c", "exit 75"], "retry": { "attempts": 2, "delay": "20ms", "on": [75, "timeout"] }, "after": ["fetch"] },
              { "name": "lint", "command": "/bin/false", "allowFailure": true, "env": { "A": 1 } },
              { "name": "pack", "command": "/bin/true", "after": ["flaky", "build"] } ] }
            """);
        return path;
    }

    static string Script(TestHome home)
    {
        Directory.CreateDirectory(home.Home);
        File.SetUnixFileMode(home.Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(home.Home, "config.json"), "{ \"defaults\": { \"grace\": \"2s\", \"tags\": { \"of\": \"home\" } }, \"retention\": { \"keep\": 50 } }");
        return Over(home, home.Client.Start(new StartRequest
        {
            Command = "/bin/sh",
            WorkingDirectory = home.Work,
            OnEnd = new RunHook { Command = ["/bin/echo", "{{status}}"] },
            OnFailure = new RunHook { Command = ["/bin/true"] },
            Program = new ProgramCopy
            {
                Entry = "main.sh",
                Files = new Dictionary<string, byte[]> { ["main.sh"] = Encoding.UTF8.GetBytes("echo '{}' > \"$MILL_RUN_DIR/logs/$MILL_SPAWN_ID.objects\"; exit 1"), ["input.bin"] = [0, 1, 2] },
                Title = "{ Get-Process }",
                Kind = ProgramKinds.Script,
            },
        }).Id);
    }

    static string Nested(TestHome home)
    {
        var id = home.StartScript("mill start -- /bin/sh -c 'sleep 600'; sleep 600");
        Until.True(() => Directory.GetDirectories(Path.Combine(home.Home, "runs")).Length == 2, s_soon, "a run inside it");
        return Lost(home, id);
    }

    static string Queued(TestHome home, params string[] options)
    {
        home.Mill("queue", "set", "q", "--pause").Expect(0);
        return home.Start(["--queue", "q", "--priority", "7", .. options, "--", "/bin/true"]);
    }

    static string WithSlot(TestHome home)
    {
        var id = Lost(home, home.Start("--queue", "q", "--", "/bin/sleep", "600"));
        home.Mill("queue", "set", "q", "--pause").Expect(0);
        home.Start("--queue", "q", "--", "/bin/true");
        return id;
    }
}
