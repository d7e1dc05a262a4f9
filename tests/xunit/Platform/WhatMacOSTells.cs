using System.Buffers.Binary;
using System.Text;
using Mill.Platform;
using Mill.Platform.MacOS;
using Mill.Platform.Posix;
using Mill.Runs;

namespace Mill.Tests.Platform;

/// <summary>The structures that macOS answers with, as its own headers lay them out.</summary>
public sealed class What_macOS_tells
{
    [Fact]
    public void of_processes()
    {
        var table = KernelProcess.ParseAll(Sample.OfMacOS("kinfo_proc"));
        Assert.Equal(
            [
                new(4242, 77, 501, "a name of sixtee", 1732500000, 42, 0x4004, 3),
                new(99998, 1, 0, "sh", 1732500001, 999999, 0x2004, 5),
            ],
            table);
        Assert.Equal(["1732500000.000042", "1732500001.999999"], table.Select(one => one.StartText));
        Assert.Equal(['S', 'Z'], table.Select(one => one.State));
    }

    [Theory]
    [InlineData(0x4, 2, 'R', false), InlineData(0x4, 3, 'S', false), InlineData(0x4, 4, 'T', false), InlineData(0x4, 1, 'I', false)]
    [InlineData(0x4, 5, 'Z', true), InlineData(0x2004, 2, 'Z', true)]
    public void of_a_process_s_state(int flags, byte status, char state, bool isDead)
    {
        var process = new KernelProcess(1, 0, 0, "", 0, 0, flags, status);
        Assert.Equal((state, isDead), (process.State, process.IsDead));
    }

    [Fact]
    public void of_what_a_process_uses()
    {
        Assert.Equal(new ProcessUse(5_000_000_000, 4_000_000, 123_456_789_012), ProcessUse.Parse(Sample.OfMacOS("rusage_info_v0")));
        Assert.Equal(17, ProcessUse.ParseThreads(Sample.OfMacOS("proc_taskinfo")));
    }

    [Fact]
    public void of_a_process_s_kin() => Assert.Equal(
        new Kinship(8, 1, 0x123456789, 0x123456780, 3), Kinship.Parse(8, 1, 3, Sample.OfMacOS("proc_uniqidentifierinfo")));

    [Fact]
    public void of_open_files()
    {
        Assert.Equal([(0, 1), (5, 2), (7, 1)], OpenDescriptors.Parse(Sample.OfMacOS("proc_fdinfo")));
        Assert.Equal(new FileId(16777234, 8589934592), OpenDescriptors.ParseFile(Sample.OfMacOS("vnode_fdinfo")));
    }

    [Fact]
    public void of_a_file()
    {
        var status = MacStatus.Parse(Sample.OfMacOS("status"));
        Assert.Equal(
            new FileFacts(FileKind.File, new FileId(16777234, 8589934592), 5_000_000_000, 16 * 512, FileStatus.Moment(1732500000, 123456700)), status.Facts);
        Assert.Equal((0x180, new UserId(501)), (status.Mode, status.Owner));
    }

    [Fact]
    public void of_file_systems()
    {
        Assert.Equal(new FileSystemFacts("apfs", HasLocks: true, 400 * 4096, RunsPrograms: true), MacFileSystem.Parse(Sample.OfMacOS("apfs")));
        Assert.Equal(new FileSystemFacts("smbfs", HasLocks: false, 7 * 1024, RunsPrograms: false), MacFileSystem.Parse(Sample.OfMacOS("smbfs")));
    }

    [Theory]
    [InlineData("apfs", true, true), InlineData("hfs", true, true), InlineData("apfs", false, false), InlineData("nfs", true, false)]
    [InlineData("smbfs", true, false), InlineData("webdav", true, false), InlineData("macfuse", true, false), InlineData("exfat", true, false)]
    public void of_locks(string name, bool isLocal, bool trusted) => Assert.Equal(trusted, MacFileSystem.HasLocks(name, isLocal));

    [Fact]
    public void of_names_in_a_folder() => Assert.Equal("naüme", Encoding.UTF8.GetString(FolderEntries.Name(Sample.OfMacOS("dirent"))));

    [Theory]
    [InlineData("/bin/x"), InlineData("/bin/xy")]
    public void of_arguments_and_environment(string path)
    {
        var started = StartedWith.Parse(Block(path, ["", "a b", ""], ["MILL_RUN_ID=r", "MILL_RUN_DIR=/f", "MILL_RUN_ID=other", "A="]))!;
        Assert.Equal(["", "a b", ""], started.Arguments.Select(Encoding.UTF8.GetString));
        Assert.True(started.Has("MILL_RUN_ID=r", "MILL_RUN_DIR=/f"));
        Assert.False(started.Has("MILL_RUN_ID=r", "MILL_RUN_DIR=/fg"));
        Assert.False(started.Has("MILL_RUN_ID=other"));
        Assert.False(started.Has("RUN_ID=r"));
        Assert.Equal([new("MILL_RUN_ID", "r"), new("A", "")], started.Values("MILL_RUN_ID", "A", "B"));
    }

    [Fact]
    public void of_a_protected_program()
    {
        var block = Block("/bin/sleep", ["sleep", "100"], []);
        var started = StartedWith.Parse(block.AsSpan(0, block.AsSpan().LastIndexOf("100\0"u8) + 4))!;
        Assert.Equal(["sleep", "100"], started.Arguments.Select(Encoding.UTF8.GetString));
        Assert.Empty(started.Environment);
    }

    [Fact]
    public void of_a_process_cut_short()
    {
        var whole = Block("/bin/x", ["x"], ["A=1"]);
        for (var length = 0; length < whole.Length; length++) _ = StartedWith.Parse(whole.AsSpan(0, length));
        Assert.Null(StartedWith.Parse([]));
    }

    // As the kernel's exec lays it out: everything after the number begins at a multiple of eight.
    static byte[] Block(string path, string[] arguments, string[] environment)
    {
        var strings = new List<byte>();
        Add(path);
        Align();
        foreach (var one in arguments.Concat(environment)) Add(one);
        Align();
        Add("ptr_munge=");
        var count = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(count, arguments.Length);
        return [.. count, .. strings];

        void Add(string text) => strings.AddRange([.. Encoding.UTF8.GetBytes(text), 0]);
        void Align() => strings.AddRange(new byte[(8 - strings.Count % 8) % 8]);
    }
}
