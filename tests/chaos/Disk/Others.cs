using System.Diagnostics;

namespace Mill.Chaos.Disk;

/// <summary>Users who may not, not any more, or whose home it is not.</summary>
static class Others
{
    public static IEnumerable<(string, string, Func<DiskPart, string>)> Cases =>
    [
        ("the right to write is lost while a run ends, and given back", "its end is recorded at the next heartbeat", static part => Lost(part)),
        ("a home that may not be read, or not be written", "refused in words: HomeNotUsable", static part => Closed(part)),
        ("a home that two users share", "the one whose it is not is refused (HomeNotYours), and changes nothing", static part => Shared(part)),
    ];

    static string Lost(DiskPart part)
    {
        using var home = Open(out var mill);
        File.WriteAllText(Path.Combine(home.Work, "gate"), "");
        var id = mill(["start", "--", "/bin/sh", "-c", "while [ -e gate ]; do sleep 0.05; done; exit 3"]).Expect(0).Out.Trim();
        File.SetUnixFileMode(home.Folder(id), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.Delete(Path.Combine(home.Work, "gate"));
        Until.True(() => !ProcFs.IsAlive(home.ProcessOf(id)), TimeSpan.FromSeconds(30), "its process is over");
        Thread.Sleep(1000); // The worker has to have tried.
        var seen = mill(["get", id, "--json"]).Expect(0).Json.Text("effectiveStatus");
        part.Must(seen is "running" or "failed", $"meanwhile it is {seen}");
        File.SetUnixFileMode(home.Folder(id), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var clock = Stopwatch.StartNew();
        Scripts.Alone(home, TimeSpan.FromSeconds(40));
        part.Must(clock.Elapsed < TimeSpan.FromSeconds(20), $"it took {clock.Elapsed.TotalSeconds:0} s");
        part.Must(mill(["repair", "--all", "--json"]).Expect(0).Out.Trim() == "[]", "a repair found something");
        part.Must(Audit.Outcome(home.Read(id, "run.json")) == "failed exit", $"it came to {Audit.Outcome(home.Read(id, "run.json"))}");
        Judge(part, home, "rights that were lost");
        return $"meanwhile {seen}; recorded {clock.Elapsed.TotalSeconds:0.0} s after";
    }

    static string Closed(DiskPart part)
    {
        using var home = Open(out var mill);
        mill(["start", "--", "true"]).Expect(0);
        Scripts.Alone(home, TimeSpan.FromSeconds(30));
        var said = new List<string>();
        foreach (var (folder, mode, line) in new[]
        {
            (home.Home, UnixFileMode.None, (string[])["start", "--json", "--", "true"]), (home.Home, UnixFileMode.None, ["ls", "--json"]),
            (Path.Combine(home.Home, "runs"), UnixFileMode.UserRead | UnixFileMode.UserExecute, ["start", "--json", "--", "true"]),
            (Path.Combine(home.Home, "active"), UnixFileMode.UserRead | UnixFileMode.UserExecute, ["start", "--json", "--", "true"]),
        })
        {
            File.SetUnixFileMode(folder, mode);
            var answer = mill(line);
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (part.Must(answer.ExitCode == 1, $"{string.Join(' ', line)} on a closed {folder} said {answer}")) said.Add(answer.Json.Text("error.code")!);
        }
        part.Must(said.All(code => code == "HomeNotUsable"), string.Join(", ", said));
        Judge(part, home, "a closed home");
        return string.Join(", ", said);
    }

    static string Shared(DiskPart part)
    {
        using var home = Open(out var mill);
        var id = mill(["start", "--", "sleep", "600"]).Expect(0).Out.Trim();
        var before = home.Events(id).Length;
        var said = new[] { (string[])["ls"], ["get", id], ["stop", id], ["rm", "--force", id], ["repair", "--all"], ["sweep"], ["start", "--", "true"], ["queue", "set", "q", "--pause"] }
            .Select(line => home.Mill([line[0], "--json", .. line[1..]])).Select(answer => answer is { ExitCode: 1 } ? answer.Json.Text("error.code")! : $"done: {answer.CommandLine}").ToArray();
        part.Must(said.All(code => code == "HomeNotYours"), string.Join(", ", said));
        part.Must(home.Events(id).Length == before && ProcFs.IsAlive(home.ProcessOf(id)), "another user changed a run");
        mill(["stop", id]).Expect(0);
        Scripts.Alone(home, TimeSpan.FromSeconds(30));
        Judge(part, home, "a shared home");
        return string.Join(", ", said.Distinct());
    }

    static void Judge(DiskPart part, TestHome home, string where)
    {
        home.TakeBack();
        part.Audit(home, where);
    }

    // A home of a user who is not root.
    static TestHome Open(out Func<string[], Answer> mill)
    {
        if (!Libc.IsRoot) throw new LeftOut("only root can be somebody else");
        var home = new TestHome();
        home.GiveAway();
        mill = line => home.MillOfOwner(line);
        return home;
    }
}
