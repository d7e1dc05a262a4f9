using Mill.Platform;
using Mill.Runs;

namespace Mill.Tests.EndToEnd;

/// <summary>Which program workers run where the library came with one, as a module does.</summary>
public sealed class An_installed_mill : IDisposable
{
    // The parent of a run's process is its worker.
    const string TellWorker = "readlink /proc/$PPID/exe; tr '\\0' '\\n' < /proc/$PPID/cmdline; command -v mill; echo $MILL_EXE; \"$MILL_EXE\" --version > /dev/null && echo runs";

    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    string Module => Path.Combine(_home.Root, "the module");

    string Bin => Path.Combine(_home.Home, "bin");

    string[] Copies => Directory.Exists(Bin) ? [.. Directory.GetDirectories(Bin)] : [];

    MillClient Client(string? folder = null) => new(new MillOptions { Home = _home.Home, InstalledIn = folder ?? Module });

    string Start(string script, string? folder = null) =>
        Client(folder).Start(new StartRequest { Command = "/bin/sh", Arguments = ["-c", script], WorkingDirectory = _home.Work }).Id;

    Answer StartElsewhere(string folder, string script, string before = "") =>
        Programs.Run("/bin/sh", ["-c", $"{before}exec \"$@\"", "sh", Places.Dummy, "start", _home.Home, folder, "/bin/sh", "-c", script], _home.At(new RunOptions
        {
            Environment = new Dictionary<string, string?> { ["PATH"] = "/usr/bin:/bin" },
        }));

    [Fact]
    public void C14_runs_from_a_copy_in_the_home_whatever_its_folder_is_called_and_though_nothing_in_it_is_executable()
    {
        Installed.In(Module);
        var link = Path.Combine(_home.Root, "link");
        Directory.CreateSymbolicLink(link, Module);

        var told = StartElsewhere(link, TellWorker).Expect(0).Lines;

        var copy = Assert.Single(Copies);
        Assert.StartsWith($"{MillVersion.Text}-", Path.GetFileName(copy));
        Assert.Contains(Path.Combine(copy, "mill"), told);
        Assert.Equal([Path.Combine(copy, "mill"), "runs"], told[^2..]);
        Assert.Equal(Installed.Files.Order(), Directory.GetFiles(copy).Select(Path.GetFileName).Order());
        Assert.Equal([0x1C0, 0x1C0, 0x1C0], new[] { Bin, copy, Path.Combine(copy, "mill") }.Select(path => (int)File.GetUnixFileMode(path)));
    }

    [Fact]
    public void is_not_needed_any_more_once_its_copy_is_made()
    {
        Installed.In(Module);
        var id = Start("while ! [ -e go ]; do sleep 0.02; done; \"$MILL_EXE\" --version > /dev/null && echo $?");
        Directory.Delete(Module, recursive: true);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal("0\n", _home.Text(id, "logs/main.1.out"));
        Assert.Equal("complete", _home.Ended(Start("exit 0")).Text("status"));
    }

    [Fact]
    public void is_copied_once_and_looked_at_once_in_a_process()
    {
        var mill = Installed.HandingOn(Path.Combine(Module, "mill"));
        _home.Ended(Start("exit 0"));
        var inode = Look(Path.Combine(Assert.Single(Copies), "mill"));
        Installed.HandingOn(mill, "another");
        _home.Ended(Start("exit 0"));

        Assert.Equal(inode, Look(Path.Combine(Assert.Single(Copies), "mill")));
    }

    [Fact]
    public void that_was_replaced_is_a_second_copy_beside_the_first()
    {
        var mill = Installed.HandingOn(Path.Combine(Module, "mill"));
        var id = Start("while ! [ -e go ]; do sleep 0.02; done");
        Installed.HandingOn(mill, "a newer version");
        StartElsewhere(Module, "exit 0").Expect(0);
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");

        Assert.Equal("complete", _home.Ended(id).Text("status"));
        Assert.Equal(2, Copies.Length);
    }

    [Fact]
    public void for_this_system_comes_before_one_for_any()
    {
        Installed.HandingOn(Path.Combine(Module, "mill"), "any");
        Installed.HandingOn(Path.Combine(Module, "native", Current.Platform.RuntimeId, "mill"), "native");
        _home.Ended(Start("exit 0"));

        Assert.Contains("# native\n", File.ReadAllText(Path.Combine(Assert.Single(Copies), "mill")));
    }

    [Fact]
    public void that_is_a_link_is_what_it_leads_to()
    {
        Installed.In(Path.Combine(_home.Root, "real"));
        Directory.CreateDirectory(Module);
        File.CreateSymbolicLink(Path.Combine(Module, "mill"), Path.Combine(_home.Root, "real/mill"));
        _home.Ended(Start("exit 0"));

        Assert.Equal(Installed.Files.Order(), Directory.GetFiles(Assert.Single(Copies)).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(Copies[0]), path => Assert.Null(new FileInfo(path).LinkTarget));
    }

    [Fact]
    public void that_is_missing_is_told_with_the_places_and_makes_nothing()
    {
        Directory.CreateDirectory(Path.Combine(Module, "mill"));

        var refused = Assert.Throws<MillException>(() => Start("exit 0"));

        Assert.Equal(MillError.WorkerNotFound, refused.Code);
        Assert.Contains(Path.Combine(Module, "native", Current.Platform.RuntimeId, "mill"), refused.Message);
        Assert.Contains(Path.Combine(Module, "mill") + ".", refused.Message);
        Assert.False(Directory.Exists(_home.Home));
    }

    [Fact]
    public void is_copied_whole_by_many_starters_at_once()
    {
        Installed.In(Module);
        var answers = Enumerable.Range(0, 6).AsParallel().WithDegreeOfParallelism(6).Select(_ => StartElsewhere(Module, "echo ran")).ToArray();

        Assert.All(answers, one => Assert.Equal("ran\n", one.Expect(0).Out));
        Assert.Single(Directory.GetFileSystemEntries(Bin));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("missing")]
    [InlineData("not executable")]
    public void whose_copy_is_not_whole_is_copied_anew(string how)
    {
        var mill = Installed.HandingOn(Path.Combine(Module, "mill"));
        _home.Ended(Start("exit 0"));
        var copy = Path.Combine(Assert.Single(Copies), "mill");
        if (how == "cut") File.WriteAllText(copy, "");
        else if (how == "missing") File.Delete(copy);
        else File.SetUnixFileMode(copy, (UnixFileMode)0x180);

        Assert.Equal("ran\n", StartElsewhere(Module, "echo ran").Expect(0).Out);
        Assert.Equal(File.ReadAllText(mill), File.ReadAllText(copy));
        Assert.Single(Directory.GetFileSystemEntries(Bin));
    }

    [Fact]
    public void without_a_program_of_its_own_is_given_one()
    {
        Assert.SkipUnless(Places.IsPlain, "A native build has no library.");
        Installed.In(Module, without: "mill");

        var told = StartElsewhere(Module, TellWorker).Expect(0).Lines;

        Assert.Contains(Path.Combine(Assert.Single(Copies), "mill.dll"), told);
        Assert.Equal([Path.Combine(Copies[0], "mill"), "runs"], told[^2..]);
    }

    [Fact]
    public void that_is_named_as_a_library_is_known_to_its_runs_by_the_program_beside_it()
    {
        Assert.SkipUnless(Places.IsPlain, "A native build has no library.");
        var client = new MillClient(new MillOptions { Home = _home.Home, Executable = Path.ChangeExtension(Places.Mill, ".dll") });
        var id = client.Start(new StartRequest { Command = "/bin/sh", Arguments = ["-c", TellWorker], WorkingDirectory = _home.Work }).Id;
        _home.Ended(id);

        Assert.EndsWith($"{Places.Mill}\nruns\n", _home.Text(id, "logs/main.1.out"));
        Assert.Empty(Copies);
    }

    const string NoPrograms = "set -e; mkdir -p \"$MILL_HOME\"; mount -t tmpfs -o noexec,mode=700 none \"$MILL_HOME\"; ";

    [Fact]
    public void runs_where_it_is_when_the_home_is_on_a_file_system_that_runs_no_programs()
    {
        Installed.In(Module);
        var answer = InNamespace(TellWorker);

        if (!Places.IsPlain) Assert.Contains("chmod +x", answer.Expect(1).Err);
        File.SetUnixFileMode(Path.Combine(Module, "mill"), (UnixFileMode)0x1ED);
        Assert.Equal([Path.Combine(Module, "mill"), "runs"], InNamespace(TellWorker).Expect(0).Lines[^2..]);
    }

    [Fact]
    public void that_can_be_run_neither_from_a_copy_nor_where_it_is_is_told_with_what_to_do()
    {
        var mill = Installed.HandingOn(Path.Combine(Module, "mill"));
        var answer = InNamespace("exit 0").Expect(1);

        Assert.Contains(nameof(MillError.WorkerNotFound), answer.Err);
        Assert.Contains($"chmod +x {mill}", answer.Err);
    }

    Answer InNamespace(string script)
    {
        var may = Programs.Run("/bin/sh", ["-c", "unshare -m mount -t tmpfs -o noexec none /mnt"], new RunOptions());
        Assert.SkipUnless(may.ExitCode == 0, "This needs a mount of its own.");
        return Programs.Run("unshare", ["-m", "/bin/sh", "-c", $"{NoPrograms}exec \"$@\"", "sh", Places.Dummy, "start", _home.Home, Module, "/bin/sh", "-c", script], _home.At(new RunOptions()));
    }

    [Fact]
    public void that_nobody_uses_any_more_is_swept()
    {
        var mill = Installed.HandingOn(Path.Combine(Module, "mill"));
        var id = Start("while ! [ -e go ]; do sleep 0.02; done");
        for (var number = 0; number < 2; number++)
        {
            Installed.HandingOn(mill, $"version {number}");
            StartElsewhere(Module, "exit 0").Expect(0);
        }
        // The first is in use by its name in the worker's record, the last is the newest; an hour makes them old enough.
        var oldestFirst = Copies.OrderBy(Directory.GetCreationTimeUtc).ToArray();
        for (var place = 0; place < 3; place++) Directory.SetLastWriteTimeUtc(oldestFirst[place], DateTime.UtcNow.AddHours(place - 9));
        Directory.CreateDirectory(Path.Combine(Bin, ".stage-1"));
        Directory.SetLastWriteTimeUtc(Path.Combine(Bin, ".stage-1"), DateTime.UtcNow.AddHours(-1));
        UseCopy(id, oldestFirst[0]);

        string[] Swept(params string[] options) =>
            [.. _home.Mill(["sweep", "--json", .. options]).Expect(0).Json.EnumerateArray().Select(one => $"{one.Text("what")} {one.Text("id")}").Order()];
        string[] expected = ["leftover .stage-1", $"worker {Path.GetFileName(oldestFirst[1])}"];
        Assert.Equal(expected, Swept("--dry-run"));
        Assert.Equal(4, Directory.GetFileSystemEntries(Bin).Length);
        Assert.Equal(expected, Swept());
        Assert.Equal([oldestFirst[0], oldestFirst[2]], Directory.GetFileSystemEntries(Bin).OrderBy(Directory.GetLastWriteTimeUtc));
        File.WriteAllText(Path.Combine(_home.Work, "go"), "");
        _home.Ended(id);
        Assert.Equal([$"worker {Path.GetFileName(oldestFirst[0])}"], Swept());
    }

    // A worker that was handed on to has another command line than one that runs from the copy itself.
    void UseCopy(string id, string copy)
    {
        var path = _home.FileOf(id, "worker.json");
        var record = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
        record["commandLine"]![0] = Path.Combine(copy, "mill");
        File.WriteAllText(path, record.ToJsonString());
    }

    static FileId Look(string path) => Current.Platform.Files.Look(path)!.Value.Id;
}
