namespace Mill.Tests.Security;

/// <summary>Homes and run folders that somebody else could have put things into.</summary>
public sealed class A_home_that_others_get_at : IDisposable
{
    const UnixFileMode Everybody = (UnixFileMode)0x1FF;
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("runs")]
    [InlineData("active")]
    [InlineData("queues")]
    [InlineData("bin")]
    public void is_refused_where_everybody_may_write_to_it(string folder)
    {
        _home.RunToEnd("--queue", "q", "--", "true");
        var path = Directory.CreateDirectory(Path.Combine(_home.Home, folder)).FullName;
        File.SetUnixFileMode(path, Everybody);

        _home.Mill("start", "--json", "--", "true").Refuses(MillError.HomeNotUsable, "chmod o-w");
        _home.Mill("ls", "--json").Refuses(MillError.HomeNotUsable, "chmod o-w");
        File.SetUnixFileMode(path, (UnixFileMode)0x1C0);
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("active")]
    [InlineData("queues")]
    [InlineData("bin")]
    public void with_a_link_in_a_folder_s_place_is_refused_and_the_link_not_followed(string folder)
    {
        _home.RunToEnd("--queue", "q", "--", "true");
        var (path, aside) = (Path.Combine(_home.Home, folder), Path.Combine(_home.Work, folder));
        Directory.CreateDirectory(path);
        Directory.Move(path, aside);
        Directory.CreateSymbolicLink(path, aside);
        var before = Trees.Hash(aside);

        _home.Mill("start", "--json", "--queue", "q", "--", "true").Refuses(MillError.HomeNotUsable, "Link");
        _home.Mill("repair", "--all", "--json").Refuses(MillError.HomeNotUsable, "Link");
        Assert.Equal(before, Trees.Hash(aside));
        Directory.Delete(path);
    }

    [Theory]
    [InlineData("runs")]
    [InlineData("active")]
    [InlineData("queues")]
    [InlineData("bin")]
    public void with_a_folder_of_another_user_is_refused(string folder)
    {
        Assert.SkipUnless(Libc.IsRoot, "Only root can give a folder away.");
        _home.RunToEnd("--queue", "q", "--", "true");
        _home.Settle();
        var path = Directory.CreateDirectory(Path.Combine(_home.Home, folder)).FullName;
        Programs.Run("chown", ["65534", path], new RunOptions()).Expect(0);
        var before = Trees.Hash(_home.Home);

        _home.Mill("start", "--json", "--queue", "q", "--", "true").Refuses(MillError.HomeNotYours, path);
        _home.Mill("repair", "--all", "--json").Refuses(MillError.HomeNotYours, path);
        Assert.Equal(before, Trees.Hash(_home.Home));
        Programs.Run("chown", ["0", path], new RunOptions()).Expect(0);
    }

    [Fact]
    public void has_no_run_in_a_folder_of_another_user()
    {
        Assert.SkipUnless(Libc.IsRoot, "Only root can give a folder away.");
        var id = _home.Start("--", "sleep", "600");
        var process = _home.ProcessOf(id);
        _home.KillWorker(id);
        Programs.Run("chown", ["65534", _home.Folder(id)], new RunOptions()).Expect(0);

        foreach (var verb in new[] { "get", "stop", "repair", "rm" }) _home.Mill(verb, id, "--json").Expect(1);

        Assert.True(ProcFs.IsAlive(process));
        Programs.Run("chown", ["0", _home.Folder(id)], new RunOptions()).Expect(0);
        _home.Stop(id);
    }

    [Fact]
    public void has_no_process_of_another_user_s_environment()
    {
        Assert.SkipUnless(Libc.IsRoot, "Only root can start a process of another user.");
        var id = _home.Start("--", "sleep", "600");
        using var other = Programs.Start("setpriv", ["--reuid", "65534", "--clear-groups", "sleep", "600"], new RunOptions
        {
            Environment = new Dictionary<string, string?> { ["MILL_RUN_ID"] = id, ["MILL_RUN_DIR"] = _home.Folder(id) },
        });
        Until.True(() => ProcFs.Status(other.Id, "Uid")?.StartsWith("65534", StringComparison.Ordinal) is true, TimeSpan.FromSeconds(60), "it is another user's");
        _home.KillWorker(id);

        _home.Stop(id, "--grace", "1");

        Assert.True(ProcFs.IsAlive(other.Id));
        other.Kill();
        other.WaitForExit();
    }
}
