using System.Text.Json;

namespace Mill.Tests.Harness;

/// <summary>A home for one test. At its end every run in it is ended; a process that is left fails the test.</summary>
sealed class TestHome : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    static readonly string[] s_programs = ["mill", "mill-dummy"];

    /// <summary>Makes a folder for the home and, beside it, for the test's own files.</summary>
    public TestHome()
    {
        Root = Directory.CreateTempSubdirectory("mill-test-").FullName;
        Home = Path.Combine(Root, "home");
        Work = Directory.CreateDirectory(Path.Combine(Root, "work")).FullName;
    }

    /// <summary>The folder of this test.</summary>
    public string Root { get; }
    /// <summary>The home; made by the first run.</summary>
    public string Home { get; }
    /// <summary>Room for the test's own files.</summary>
    public string Work { get; }

    /// <summary>The runs on its to-do list.</summary>
    public string[] Active => Directory.Exists(Path.Combine(Home, "active")) ? [.. Directory.EnumerateFiles(Path.Combine(Home, "active")).Select(path => Path.GetFileName(path))] : [];

    /// <summary>Runs the executable on this home until it has exited and nobody holds its output any more.</summary>
    public Answer Mill(params string[] arguments) => Programs.Run(Places.Mill, arguments, Options);

    /// <summary>The circumstances of this home.</summary>
    public RunOptions Options => new()
    {
        Environment = new Dictionary<string, string?> { ["MILL_HOME"] = Home, ["DUMMY"] = Places.Dummy, ["MILL"] = Places.Mill },
        Folder = Work,
        Deadline = TimeSpan.FromSeconds(120),
    };

    /// <summary>Starts a run (options, <c>--</c>, command) and returns its id.</summary>
    public string Start(params string[] arguments) => Mill(["start", .. arguments]).Expect(0).Out.Trim();

    /// <summary>Starts a run of the dummy.</summary>
    public string StartDummy(string[] options, params string[] behaviour) => Start([.. options, "--", Places.Dummy, .. behaviour]);

    /// <summary>Starts a run and waits for its end.</summary>
    public JsonElement RunToEnd(params string[] arguments) => Ended(Start(arguments));

    /// <summary>Waits for the end of a run and says what it is.</summary>
    public JsonElement Ended(string id)
    {
        var answer = Mill("wait", id, "--timeout", "60");
        Assert.True(answer.ExitCode is 0 or 3 or 4, answer.ToString());
        return Get(id);
    }

    /// <summary>What <c>mill get</c> says.</summary>
    public JsonElement Get(string id) => Mill("get", id, "--json").Expect(0).Json;

    /// <summary>What a process of the run wrote to standard output.</summary>
    public string Output(string id) => Text(id, "logs/main.1.out").ReplaceLineEndings("\n");

    /// <summary>What one of its files says; empty while there is none.</summary>
    public string Text(string id, string name)
    {
        var path = Path.Combine(Home, "runs", id, name);
        if (!File.Exists(path)) return "";
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    /// <summary>Its events of one type, oldest first.</summary>
    public JsonElement[] Events(string id, string type) =>
        [.. Text(id, "events.ndjson").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Jsons.Parse).Where(one => one.Text("type") == type)];

    /// <summary>The pid of its worker.</summary>
    public int WorkerOf(string id) => (int)Jsons.Parse(Text(id, "worker.json")).Number("process.pid");

    /// <summary>The pids that dummies of a run have printed, once there are so many.</summary>
    public int[] Pids(string id, int count) => [.. Until.Some(
        () => Output(id).Split('\n', StringSplitOptions.RemoveEmptyEntries) is { } lines && lines.Length >= count ? lines : null,
        s_patience, $"{count} pids in the output", () => Output(id)).Select(int.Parse)];

    static string[] Left => [.. s_programs.SelectMany(one => Everybody.Pids(one).Select(pid => $"{one} {pid}"))];

    /// <summary>Ends what still runs, insists that nothing is left, and removes the folder. What is left all the same is ended too: it
    /// is the fault of this test, and of none after it.</summary>
    public void Dispose()
    {
        foreach (var id in Active) Mill("stop", id, "--force", "--grace", "0s");
        try
        {
            Until.True(() => Left.Length == 0, s_patience, "no process of this test is left", () => string.Join(", ", Left));
        }
        finally
        {
            foreach (var program in s_programs) Everybody.End(program);
        }
        Directory.Delete(Root, recursive: true);
    }
}
