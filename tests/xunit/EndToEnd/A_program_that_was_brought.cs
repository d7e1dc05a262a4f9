using System.Text;
using Mill.Runs;

namespace Mill.Tests.EndToEnd;

/// <summary>Files that come with a start, are kept with the run, and are what its process runs.</summary>
public sealed class A_program_that_was_brought : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    static ProgramCopy Copy(string script, params (string Name, byte[] Bytes)[] others) => new()
    {
        Entry = "main.sh",
        Files = others.Append(("main.sh", Encoding.UTF8.GetBytes(script))).ToDictionary(),
        Title = "{ Get-Process }",
        Origin = "/somewhere/report.sh",
        Kind = ProgramKinds.Script,
    };

    StartRequest Request(ProgramCopy program) => new() { Command = "/bin/sh", Arguments = ["-u"], Program = program, WorkingDirectory = _home.Work };

    string Start(ProgramCopy program) => _home.Client.Start(Request(program)).Id;

    [Fact]
    public void C19_is_run_from_the_runs_folder_as_the_last_argument()
    {
        var id = Start(Copy("echo $0 $#; cat ${0%/*}/input.bin", ("input.bin", [0, 255, 10, 13])));

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        byte[] expected = [.. Encoding.UTF8.GetBytes($"{_home.FileOf(id, "main.sh")} 0\n"), 0, 255, 10, 13];
        Assert.Equal(expected, File.ReadAllBytes(_home.FileOf(id, "logs/main.1.out")));
        Assert.All(["main.sh", "input.bin"], name => Assert.Equal((UnixFileMode)0x180, File.GetUnixFileMode(_home.FileOf(id, name))));
    }

    [Fact]
    public void is_what_people_see_as_the_command()
    {
        var id = Start(Copy("exit 0") with { Title = "report.ps1 -Month 11\n\u001b[31m" });

        var run = _home.Ended(id);
        Assert.Equal(("/bin/sh", "main.sh", "/somewhere/report.sh", "script"),
            (run.Text("command"), run.Text("program.entry"), run.Text("program.origin"), run.Text("program.kind")));
        Assert.Equal("main.sh", run.Text("program.files.0"));
        Assert.Contains(@"Command       report.ps1 -Month 11\n\x1b[31m" + "\nCopy of       /somewhere/report.sh\n", _home.Mill("get", id).Out);
        Assert.Contains(@"  report.ps1 -Month 11\n", _home.Mill("ls").Out);
        Assert.DoesNotContain("/bin/sh", _home.Mill("ls").Out);
    }

    [Fact]
    public void has_a_title_of_a_thousand_characters_at_most()
    {
        var id = Start(Copy("exit 0") with { Title = new string('x', 999) + "😀😀" });
        Assert.Equal(new string('x', 999) + "…", _home.Ended(id).Text("program.title"));
    }

    [Fact]
    public void is_run_again_by_a_resume_even_when_the_home_has_another_name_now()
    {
        var id = Start(Copy("echo $0; [ -e again ] && exit 0; touch again; exit 1"));
        _home.Ended(id);
        var moved = Path.Combine(_home.Root, "home moved");
        Directory.Move(_home.Home, moved);
        var client = new MillClient(new MillOptions { Home = moved, Executable = Places.Mill });

        client.Resume(client.Find(id));

        var run = client.Wait(client.Find(id), TimeSpan.FromSeconds(30));
        Assert.Equal((RunStatus.Complete, "main.sh", "{ Get-Process }"), (run.Status, run.Program!.Entry, run.Program.Title));
        Assert.Equal(Path.Combine(moved, "runs", id, "main.sh") + "\n", File.ReadAllText(Path.Combine(moved, "runs", id, "logs/main.2.out")));
    }

    [Fact]
    public void goes_on_to_a_restart_which_has_a_copy_of_its_own()
    {
        var id = Start(Copy("cat ${0%/*}/input.bin", ("input.bin", [1, 2, 3])));
        _home.Ended(id);
        var fresh = _home.Mill("restart", id).Expect(0).Out.Trim();
        _home.Mill("rm", id).Expect(0);

        var run = _home.Ended(fresh);
        Assert.Equal(("complete", "{ Get-Process }"), (run.Text("status"), run.Text("program.title")));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(_home.FileOf(fresh, "logs/main.1.out")));
        Assert.False(Directory.Exists(_home.Folder(id)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C19_and_is_missing_at_the_launch_makes_the_run_fail_at_once(bool isLink)
    {
        var id = Start(Copy("touch ran; exit 1"));
        _home.Ended(id);
        File.Delete(Path.Combine(_home.Work, "ran"));
        File.Move(_home.FileOf(id, "main.sh"), Path.Combine(_home.Work, "elsewhere.sh"));
        if (isLink) File.CreateSymbolicLink(_home.FileOf(id, "main.sh"), Path.Combine(_home.Work, "elsewhere.sh"));

        _home.Mill("resume", id, "--json").Refuses(MillError.SpawnFailed, _home.FileOf(id, "main.sh"));

        var run = _home.Get(id);
        Assert.Equal(("failed", "spawn-failed"), (run.Text("effectiveStatus"), run.Text("reason")));
        Assert.Contains(_home.FileOf(id, "main.sh"), run.Text("message"));
        Assert.False(File.Exists(_home.FileOf(id, "worker.pid")));
        Assert.False(File.Exists(Path.Combine(_home.Work, "ran")));
        _home.Settle();
    }

    [Fact]
    public void and_is_missing_cannot_be_restarted_and_leaves_no_new_run()
    {
        var id = Start(Copy("exit 1"));
        _home.Ended(id);
        File.Delete(_home.FileOf(id, "main.sh"));

        _home.Mill("restart", id, "--json").Refuses(MillError.RunDamaged, id, "main.sh");

        Assert.Equal([_home.Folder(id)], Directory.GetDirectories(Path.Combine(_home.Home, "runs")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("../run.json")]
    [InlineData("/etc/x")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("run.json")]
    [InlineData("Events.ndjson")]
    [InlineData("logs")]
    [InlineData("worker.lock")]
    [InlineData("main.sh.stage")]
    [InlineData("run.json.damaged2")]
    [InlineData("nul.ps1")]
    [InlineData("Com1")]
    [InlineData("main.")]
    public void is_refused_when_a_name_is_no_plain_name_or_mills_own(string name) => Refused(Copy("exit 0", (name, [])));

    [Fact]
    public void is_refused_when_a_name_is_too_long() => Refused(Copy("exit 0", (new string('n', 101), [])));

    [Fact]
    public void is_refused_when_its_files_are_too_big_together() =>
        Refused(Copy("exit 0", ("one", new byte[9 << 20]), ("two", new byte[7 << 20])));

    [Fact]
    public void is_refused_when_it_does_not_say_what_to_run_or_what_it_is()
    {
        Refused(Copy("exit 0") with { Entry = "other.sh" });
        Refused(Copy("exit 0") with { Title = "" });
        Refused(Copy("exit 0") with { Kind = "poem" });
        Refused(Copy("exit 0") with { Title = "a\ud800b" }, MillError.BadArgument);
    }

    void Refused(ProgramCopy program, MillError code = MillError.BadValue)
    {
        Assert.Equal(code, Assert.Throws<MillException>(() => _home.Client.Start(Request(program))).Code);
        Assert.False(Directory.Exists(_home.Home));
    }
}
