using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Mill.Cli.Verbs;
using Mill.Json;
using Mill.Liveness;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;
using Mill.Tests.Cli;

namespace Mill.Tests.Harness;

/// <summary>A home for one test. At its end every run in it is ended; a process that is left fails the test.</summary>
sealed class TestHome : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);
    static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(60);
    static readonly string[] s_ofTheFolder = ["--cwd", "--plan", "--template"];
    // Verbs to which neither the caller's folder nor its environment, terminal or end means anything.
    static readonly string[] s_anywhere = ["answer", "get", "logs", "ls", "queue", "repair", "rm", "stop", "sweep", "wait"];

    /// <summary>Makes the home and, beside it, a folder for the test's own files.</summary>
    public TestHome(string? at = null)
    {
        Root = at ?? Directory.CreateTempSubdirectory("mill-test-").FullName;
        Home = Path.Combine(Root, "home");
        Work = Directory.CreateDirectory(Path.Combine(Root, "work")).FullName;
    }

    /// <summary>The folder of this test.</summary>
    public string Root { get; }
    /// <summary>The home; made by the first run.</summary>
    public string Home { get; }
    /// <summary>Room for the test's own files.</summary>
    public string Work { get; }
    /// <summary>How long processes have to go by themselves once everything was stopped.</summary>
    public TimeSpan PatienceAtEnd { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>The library on this home.</summary>
    public MillClient Client => new(new MillOptions { Home = Home, Executable = Places.Mill });

    /// <summary>The home as the code under test has it.</summary>
    public HomeFolder AsFolder => FolderOn(Current.Platform);

    /// <summary>The same on another platform.</summary>
    public HomeFolder FolderOn(IPlatform platform) => new(platform, Home);

    /// <summary>Runs the executable on this home. Where it is the plain build, a process for each line would be most of what the
    /// tests do: then what it would run is run here, if that makes no difference.</summary>
    public Answer Mill(params string[] arguments) =>
        Places.IsPlain && arguments is [var verb, ..] && s_anywhere.Contains(verb) ? Here(arguments) : MillWith(new RunOptions(), arguments);

    Answer Here(string[] arguments)
    {
        var (screen, clock) = (new Screen(), Stopwatch.StartNew());
        var run = Task.Run(() => screen.Run(["--home", Home, .. arguments]));
        Assert.True(run.Wait(s_longEnough), $"It goes on: {string.Join(' ', arguments)}");
        return new Answer($"(mill) {string.Join(' ', arguments)}", run.Result, screen.Out, screen.Err, clock.Elapsed);
    }

    /// <summary>Runs the executable on this home, in particular circumstances.</summary>
    public Answer MillWith(RunOptions options, params string[] arguments) =>
        Programs.Run(Places.Mill, arguments, At(options));

    /// <summary>The circumstances of this home: its variable, and <c>mill</c> on PATH.</summary>
    public RunOptions At(RunOptions options)
    {
        var environment = new Dictionary<string, string?>
        {
            ["MILL_HOME"] = Home,
            ["RUNNER_TRACKING_ID"] = null,
            ["VSTS_PROCESS_LOOKUP_ID"] = null,
            ["JENKINS_NODE_COOKIE"] = null,
            ["PATH"] = $"{Path.GetDirectoryName(Places.Mill)}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        foreach (var (name, value) in options.Environment) environment[name] = value;
        return options with { Environment = environment, Folder = options.Folder ?? Work };
    }

    /// <summary>Starts a run (options, <c>--</c>, command) and returns its id. It is asked of the library where the caller's
    /// folder means nothing: a process for each start would be most of what the tests do.</summary>
    public string Start(params string[] arguments) => arguments.TakeWhile(word => word != "--").Intersect(s_ofTheFolder).Any()
        ? Mill(["start", .. arguments]).Expect(0).Out.Trim()
        : Client.Launch(StartVerb.Request(VerbTable.Find("start")!.Read(arguments)) with { WorkingDirectory = Work, CallerExits = false }).Text;

    /// <summary>Starts a shell script as a run.</summary>
    public string StartScript(string script, params string[] options) => Start([.. options, "--", "/bin/sh", "-c", script]);

    /// <summary>Starts a run and waits for its end.</summary>
    public JsonElement RunToEnd(params string[] arguments) => Ended(Start(arguments));

    /// <summary>Runs a shell script to its end.</summary>
    public JsonElement RunScript(string script, params string[] options) => Ended(StartScript(script, options));

    /// <summary>Waits for the end of a run, and for its worker, who hands on and tidies up after it, and says what the run is.</summary>
    public JsonElement Ended(string id)
    {
        Client.Wait(Named(id), TimeSpan.FromMinutes(2));
        var workers = Events(id, "worker:start").Select(one => one.At("payload.process")).ToArray();
        Until.True(() => !workers.Any(IsThere), s_patience, "its workers are gone");
        var run = Client.Get(Named(id));
        Assert.True(run.Status.IsTerminal(), $"It has not ended: {Said(run)}");
        return Said(run);
    }

    static bool IsThere(JsonElement process) =>
        ProcFs.Look((int)process.Number("pid")) is { IsDead: false } found && found.StartTime == process.Text("startTime");

    /// <summary>What <c>mill get --json</c> says, asked of the library: a process for each look would be most of what the tests do.</summary>
    public JsonElement Get(string id) => Said(Client.Get(Named(id)));

    /// <summary>The id in a text.</summary>
    public static RunId Named(string id) => RunId.TryParse(id, out var named) ? named : throw new ArgumentException($"No id: {id}", nameof(id));

    static JsonElement Said(Run run) => Jsons.Parse(Encoding.UTF8.GetString(MillJson.Bytes(run, Forms.Of).Span));

    /// <summary>Stops a run and says what came of it.</summary>
    public JsonElement Stop(string id, params string[] options) => One(Mill(["stop", id, .. options, "--json"]).Expect(0));

    /// <summary>Repairs a run and says what came of it; null when there was nothing to mend and nothing to say.</summary>
    public JsonElement Repair(string id, params string[] options) => One(Mill(["repair", id, .. options, "--json"]).Expect(0));

    static JsonElement One(Answer answer) => answer.Json is { ValueKind: JsonValueKind.Array } many ? many[0] : answer.Json;

    /// <summary>The run's folder.</summary>
    public string Folder(string id) => Path.Combine(Home, "runs", id);

    /// <summary>One of its files.</summary>
    public string FileOf(string id, string name) => Path.Combine(Folder(id), name);

    /// <summary>What one of its files says; empty while there is none.</summary>
    public string Text(string id, string name) => File.Exists(FileOf(id, name)) ? File.ReadAllText(FileOf(id, name)) : "";

    /// <summary>What one of its JSON files says.</summary>
    public JsonElement Read(string id, string name) => Jsons.Parse(File.ReadAllText(FileOf(id, name)).TrimEnd('\0'));

    /// <summary>Its heartbeat, once there is one.</summary>
    public JsonElement HeartbeatOf(string id)
    {
        Until.True(() => Text(id, "heartbeat.json").Contains('}'), TimeSpan.FromSeconds(60), "the first heartbeat");
        return Read(id, "heartbeat.json");
    }

    /// <summary>Its events, oldest first; what is just being written, or was torn and closed with a tilde, is none.</summary>
    public JsonElement[] Events(string id) =>
        [.. Text(id, "events.ndjson").Split('\n')[..^1].Where(line => line is [.., not '~']).Select(Jsons.Parse)];

    /// <summary>Its events of one type.</summary>
    public JsonElement[] Events(string id, string type) => [.. Events(id).Where(one => one.Text("type") == type)];

    /// <summary>The pid of its worker.</summary>
    public int WorkerOf(string id) => (int)Read(id, "worker.json").Number("process.pid");

    /// <summary>The pid of its process.</summary>
    public int ProcessOf(string id) => (int)Events(id, "spawn:start")[^1].Number("payload.process.pid");

    /// <summary>Ends the worker of a run from outside, and waits until its life is nobody's any more.</summary>
    public void KillWorker(string id)
    {
        var worker = WorkerOf(id);
        Assert.True(Libc.Signal(worker, Libc.Kill));
        Until.True(() => !ProcFs.IsAlive(worker) && !HasLife(id), s_patience, "the worker is gone");
    }

    /// <summary>A file that the run's process writes a pid into, once it did.</summary>
    public int PidIn(string name, TimeSpan? patience = null) =>
        int.Parse(Until.Some(() => Whole(Path.Combine(Work, name)), patience ?? TimeSpan.FromSeconds(60), $"a pid in {name}"));

    static string? Whole(string path) => File.Exists(path) && File.ReadAllText(path) is var text && text.EndsWith('\n') ? text.Trim() : null;

    /// <summary>The names in a folder of the home; none while it is not there.</summary>
    public string[] Names(string folder) => Directory.Exists(Path.Combine(Home, folder))
        ? [.. Directory.EnumerateFileSystemEntries(Path.Combine(Home, folder)).Select(Path.GetFileName).OfType<string>()] : [];

    /// <summary>Makes everything of the home look as if it had been left alone for an hour, so that nobody could be at it now.</summary>
    public void Age()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(Home, "*", SearchOption.AllDirectories))
        {
            try { File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1)); }
            catch (IOException) { } // Somebody is still at work, and has put it in its place.
        }
    }

    /// <summary>An executable that is mill with a variable set, as a worker too.</summary>
    public string MillWhere(string variable, string value)
    {
        var path = Path.Combine(Work, $"mill-{Guid.NewGuid():N}");
        File.WriteAllText(path, $"#!/bin/sh\n{variable}={value} exec '{Places.Mill}' \"$@\"\n");
        Current.Platform.Files.LetRun(path); // Once no child of another thread's has it open to write any more.
        return path;
    }

    /// <summary>Every process that belongs to this home: workers, and what they launched.</summary>
    public IReadOnlyList<ProcStat> Processes() => [.. ProcFs.Younger().Where(one => !one.IsDead && Belongs(one.Pid))];

    /// <summary>Waits until nobody is left who could still change anything: once a run is over, its worker may still hand on, and tidy the home.</summary>
    public void Settle() =>
        Until.True(() => Processes().Count == 0 && !Names("runs").Any(HasLife), s_patience, "every process is gone", () => string.Join('\n', Processes()));

    /// <summary>Insists that nobody is left now but workers, which may still hand on and tidy the home; and waits for these.</summary>
    public void NobodyIsLeft()
    {
        Assert.DoesNotContain(Processes(), one => !ProcFs.CommandLine(one.Pid).Contains("_worker"));
        Settle();
    }

    /// <summary>Whether somebody holds the life of a run. One that is dying does to its last moment, when it shows nothing else any more.</summary>
    public bool HasLife(string id) => Current.Platform.Locks.Ask(FileOf(id, "worker.lock")).Held == Sign.Yes;

    /// <summary>Ends every process of this home without asking the code under test.</summary>
    public void KillEverything() => Until.Holds(() => Processes() is var left && !KillAll(left), PatienceAtEnd);

    /// <summary>Ends what still runs, insists that nothing is left, and removes the folder.</summary>
    public void Dispose()
    {
        TellOfFailure();
        foreach (var id in Names("active")) StopForGood(id);
        Until.Holds(() => Processes().Count == 0, PatienceAtEnd);
        var left = Processes().Select(one => $"{one.Pid} {string.Join(' ', ProcFs.CommandLine(one.Pid))}").ToArray();
        if (left.Length > 0) KillEverything();
        Delete();
        Assert.True(left.Length == 0, $"Processes of this test are left:\n{string.Join('\n', left)}");
    }

    // With the folder goes what the workers said.
    void TellOfFailure()
    {
        if (TestContext.Current.TestState is not { Result: TestResult.Failed } || !Directory.Exists(Root)) return;
        foreach (var log in Directory.EnumerateFiles(Root, "worker.log", SearchOption.AllDirectories))
            TestContext.Current.TestOutputHelper?.WriteLine($"{log}\n{File.ReadAllText(log)}");
    }

    // Folders that a test has damaged cannot be stopped; what lives is found right after.
    void StopForGood(string id)
    {
        try { if (RunId.TryParse(id, out var run)) Client.Stop(run, new StopRequest { Force = true, Grace = TimeSpan.FromMilliseconds(200) }); }
        catch (MillException) { }
    }

    // One that is just becoming another program, or on its way out, has no environment to show; what it holds open is held all the same.
    bool Belongs(int pid) => pid != Environment.ProcessId
        && (ProcFs.Environment(pid) is [_, ..] shown ? shown.Any(IsOurs) || IsOurWorker(ProcFs.CommandLine(pid))
            : IsOurWorker(ProcFs.CommandLine(pid)) || ProcFs.OpenFiles(pid).Any(path => path.StartsWith($"{Root}/", StringComparison.Ordinal)));

    bool IsOurWorker(string[] line) => line.Contains("_worker")
        && line.Any(word => word.StartsWith(Home, StringComparison.Ordinal) || (RunId.TryParse(word, out _) && Directory.Exists(Folder(word))));

    bool IsOurs(string variable) => variable.StartsWith($"MILL_RUN_DIR={Root}/", StringComparison.Ordinal) || variable == $"MILL_HOME={Home}";

    static bool KillAll(IReadOnlyList<ProcStat> left)
    {
        foreach (var one in left)
            if (ProcFs.Look(one.Pid)?.StartTime == one.StartTime) Libc.Signal(one.Pid, Libc.Kill);
        return left.Count > 0;
    }

    void Delete()
    {
        if (!Directory.Exists(Root)) return;
        foreach (var folder in Directory.EnumerateDirectories(Root, "*", SearchOption.AllDirectories)
            .Where(folder => new DirectoryInfo(folder).LinkTarget is null))
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(Root, recursive: true);
    }
}
