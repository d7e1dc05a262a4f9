using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>On Linux.</summary>
public sealed class Files_on_Linux : FilesContract
{
    const UnixFileMode OwnerAloneFile = (UnixFileMode)0x180, OwnerAloneFolder = (UnixFileMode)0x1C0;

    [Fact]
    public void The_kind_of_a_file_system_is_named() => Assert.Equal("tmpfs", Files.FileSystem("/dev/shm").Name);

    [Fact]
    public void A_handle_that_a_process_is_given_waits_as_programs_expect()
    {
        const int NonBlocking = 0x800;
        using var file = Files.OpenToAppend(At("file"));
        var flags = File.ReadAllLines($"/proc/self/fdinfo/{file.DangerousGetHandle()}").Single(line => line.StartsWith("flags:"));
        Assert.Equal(0, Convert.ToInt32(flags.Split('\t')[1], 8) & NonBlocking);
    }

    [Fact]
    public async Task A_pipe_in_a_files_place_is_refused_and_not_waited_for()
    {
        Assert.True(Libc.MakeFifo(At("fifo")));
        await Task.Run(() => RefusesEveryOpening(At("fifo"))).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_full_disk_is_told_as_such()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        Assert.Throws<DiskFullException>(() => Files.Append(full, "x"u8));
        Assert.Throws<DiskFullException>(() => Files.WriteAt(full, "x"u8, 0));
    }

    [Fact]
    public void A_file_can_be_made_a_program_for_its_owner_alone()
    {
        using (var file = Files.CreateNew(At("program")))
        {
            Files.WriteAt(file, "#!/bin/sh\n"u8, 0);
            Assert.False(Files.MayExecute(At("program")));
        }
        Files.LetRun(At("program"));
        Assert.True(Files.MayExecute(At("program")));
        Assert.Equal(OwnerAloneFolder, File.GetUnixFileMode(At("program")));
    }

    [Fact]
    public async Task A_program_is_one_once_nobody_writes_it_any_more()
    {
        _folder.File("program");
        var writer = File.OpenHandle(At("program"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var ready = Task.Run(() => Files.LetRun(At("program")));
        Until.Stays(() => !ready.IsCompleted, TimeSpan.FromMilliseconds(200), "it cannot be run yet");
        writer.Dispose();
        await ready.WaitAsync(TimeSpan.FromSeconds(10));
        using var again = File.OpenHandle(At("program"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite); // And can be written.
    }

    [Fact]
    public void What_may_be_run_and_entered_is_known()
    {
        _folder.Script("script", "exit 0");
        _folder.File("plain");
        Assert.True(Files.MayExecute(At("script")));
        Assert.False(Files.MayExecute(At("plain")));
        Assert.False(Files.MayExecute(_folder.Root));
        Assert.False(Files.MayExecute(At("missing")));
        Assert.True(Files.MayEnter(_folder.Root));
        Assert.False(Files.MayEnter(At("script")));
    }

    [Theory, InlineData("0777"), InlineData("0")]
    public void Files_and_folders_are_their_owners_alone_whatever_the_umask(string mask)
    {
        Programs.Run("/bin/sh", ["-c", "umask \"$1\"; exec \"$2\" make \"$3\"", "sh", mask, Places.Dummy, _folder.Root], new RunOptions()).Expect(0);
        foreach (var name in new[] { "new", "appended", "updated", "lock" })
            Assert.Equal(OwnerAloneFile, File.GetUnixFileMode(At(name)));
        Assert.Equal(OwnerAloneFolder, File.GetUnixFileMode(At("folder")));
    }
}
