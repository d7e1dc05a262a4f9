using System.Text;
using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>What files and folders must do on every system.</summary>
public abstract class FilesContract : IDisposable
{
    private protected readonly Folder _folder = new();

    private protected static IFiles Files => Current.Platform.Files;
    private protected string At(string name) => _folder[name];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file_or_folder_is_nothing()
    {
        Assert.Null(Files.TryOpenToRead(At("missing")));
        Assert.Null(Files.TryOpenToRead(At("missing/below")));
        Assert.Null(Files.Look(At("missing")));
        Assert.False(Files.Delete(At("missing")));
        Assert.Empty(Files.Names(At("missing")));
        Files.DeleteTree(At("missing"));
    }

    [Fact]
    public void A_file_of_ours_is_to_be_trusted_until_everybody_may_write_to_it()
    {
        _folder.File("file", "kept");
        using var file = Files.TryOpenToRead(At("file"))!;
        Assert.Null(Files.Distrust(file, At("file")));
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(At("file"), File.GetUnixFileMode(At("file")) | UnixFileMode.OtherWrite);
        Assert.Contains("everybody", Files.Distrust(file, At("file")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_made_once()
    {
        using var first = Files.CreateNew(At("file"));
        Assert.ThrowsAny<IOException>(() => Files.CreateNew(At("file")));
    }

    [Fact]
    public void A_link_in_a_files_place_is_refused_by_every_opening()
    {
        _folder.NeedsLinks();
        _folder.File("target", "kept");
        File.CreateSymbolicLink(At("link"), At("target"));
        RefusesEveryOpening(At("link"));
        Assert.Equal("kept", File.ReadAllText(At("target")));
    }

    [Fact]
    public void A_link_to_nowhere_is_refused_and_makes_nothing()
    {
        _folder.NeedsLinks();
        File.CreateSymbolicLink(At("link"), At("target"));
        RefusesEveryOpening(At("link"));
        Assert.False(File.Exists(At("target")));
    }

    [Fact]
    public void A_folder_in_a_files_place_is_refused_by_every_opening()
    {
        Directory.CreateDirectory(At("folder"));
        RefusesEveryOpening(At("folder"));
    }

    [Fact]
    public void Appending_goes_to_the_end_whoever_wrote_last()
    {
        using (var one = Files.OpenToAppend(At("file")))
        using (var other = Files.OpenToAppend(At("file")))
        {
            Files.Append(one, "a"u8);
            Files.Append(other, "b"u8);
            Files.Append(one, "c"u8);
        }
        Assert.Equal("abc", File.ReadAllText(At("file")));
    }

    [Fact]
    public void A_file_is_read_and_written_in_place()
    {
        using var file = Files.OpenToUpdate(At("file"));
        Files.WriteAt(file, "0123456789"u8, 0);
        Files.WriteAt(file, "xy"u8, 4);
        var buffer = new byte[8];
        Assert.Equal(7, Files.ReadAt(file, buffer, 3));
        Assert.Equal("3xy6789", Encoding.ASCII.GetString(buffer, 0, 7));
        Assert.Equal(0, Files.ReadAt(file, buffer, 100));
    }

    [Fact]
    public void Opening_to_update_keeps_what_is_there()
    {
        _folder.File("file", "kept");
        Files.OpenToUpdate(At("file")).Dispose();
        Assert.Equal("kept", File.ReadAllText(At("file")));
    }

    [Fact]
    public void Replacing_puts_one_file_in_anothers_place()
    {
        _folder.File("old", "old");
        _folder.File("new", "new");
        Files.Replace(At("new"), At("old"));
        Assert.Equal("new", File.ReadAllText(At("old")));
        Assert.False(File.Exists(At("new")));
    }

    [Fact]
    public void Moving_never_takes_a_name_that_is_taken()
    {
        _folder.File("one", "1");
        _folder.File("two", "2");
        Assert.ThrowsAny<IOException>(() => Files.Move(At("one"), At("two")));
        Assert.Equal("2", File.ReadAllText(At("two")));
        Files.Move(At("one"), At("three"));
        Assert.Equal("1", File.ReadAllText(At("three")));
    }

    [Fact]
    public void Looking_says_what_is_there_links_not_followed()
    {
        _folder.NeedsLinks();
        _folder.File("file", "12345");
        File.CreateSymbolicLink(At("link"), At("file"));
        var file = Files.Look(At("file"))!.Value;
        Assert.Equal((FileKind.File, 5L), (file.Kind, file.Size));
        Assert.Equal(Current.Platform.Machine.UserId, Files.OwnerOf(At("file")));
        Assert.Null(Files.OwnerOf(At("missing")));
        Assert.InRange(file.ModifiedAt, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal(FileKind.Link, Files.Look(At("link"))!.Value.Kind);
        Assert.Equal(FileKind.Folder, Files.Look(_folder.Root)!.Value.Kind);
        using var handle = Files.TryOpenToRead(At("file"))!;
        Assert.Equal(file, Files.Look(handle));
    }

    [Fact]
    public void Another_file_of_the_same_name_has_another_identity()
    {
        _folder.NeedsNamesToGoAtOnce();
        _folder.File("file");
        using var held = Files.TryOpenToRead(At("file"))!;
        Assert.True(Files.Delete(At("file")));
        _folder.File("file");
        Assert.NotEqual(Files.Look(held).Id, Files.Look(At("file"))!.Value.Id);
    }

    [Fact]
    public void Names_are_all_there_and_nothing_else()
    {
        var names = Enumerable.Range(0, 2000).Select(number => $"a-file-with-a-name-of-some-length-ü-{number}").ToArray();
        foreach (var name in names) _folder.File(name);
        Assert.Equal(names.Order(StringComparer.Ordinal), Files.Names(_folder.Root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_tree_is_removed_and_no_link_in_it_is_followed()
    {
        _folder.NeedsLinks();
        _folder.File("outside", "kept");
        Directory.CreateDirectory(At("tree/deep/deeper"));
        foreach (var number in Enumerable.Range(0, 1500)) _folder.File($"tree/deep/{number}");
        File.CreateSymbolicLink(At("tree/file-link"), At("outside"));
        Directory.CreateSymbolicLink(At("tree/deep/folder-link"), _folder.Root);
        Files.DeleteTree(At("tree"));
        Assert.False(Directory.Exists(At("tree")));
        Assert.Equal("kept", File.ReadAllText(At("outside")));
    }

    [Fact]
    public void A_tree_is_removed_by_several_at_once_and_by_none_in_vain()
    {
        for (var round = 0; round < 20; round++)
        {
            foreach (var number in Enumerable.Range(0, 60))
            {
                Directory.CreateDirectory(At($"tree/{number}/deep"));
                _folder.File($"tree/{number}/deep/file");
            }
            Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => Files.DeleteTree(At("tree")));
            Assert.False(Directory.Exists(At("tree")));
        }
    }

    [Fact]
    public void A_tree_is_removed_whatever_its_owner_has_closed_to_himself()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Nothing is closed to root.");
        foreach (var mode in new[] { UnixFileMode.None, UnixFileMode.UserRead, UnixFileMode.UserExecute, UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserExecute })
        {
            Directory.CreateDirectory(At("tree/deep/deeper"));
            _folder.File("tree/deep/deeper/file");
            foreach (var name in new[] { "tree/deep/deeper", "tree/deep", "tree" }) File.SetUnixFileMode(At(name), mode);
            Files.DeleteTree(At("tree"));
            Assert.Null(Files.Look(At("tree")));
        }
    }

    [Fact]
    public void A_tree_that_is_a_link_loses_the_link_alone()
    {
        _folder.NeedsLinks();
        Directory.CreateDirectory(At("folder"));
        Directory.CreateSymbolicLink(At("link"), At("folder"));
        Files.DeleteTree(At("link"));
        Assert.True(Directory.Exists(At("folder")));
        Assert.Null(Files.Look(At("link")));
    }

    [Fact]
    public void Blocks_are_given_back_and_the_size_stays()
    {
        using var file = Files.OpenToAppend(At("file"));
        Files.Append(file, Enumerable.Repeat((byte)1, 1 << 20).ToArray());
        var before = Files.Look(file);
        Assert.SkipUnless(Files.GiveBack(file, 64 << 10, 512 << 10), "This file system has no holes.");
        var after = Files.Look(file);
        Assert.Equal(before.Size, after.Size);
        Assert.InRange(after.DiskBytes, 1, before.DiskBytes - (256 << 10));
        Assert.Equal(576L << 10, Files.NextData(file, 64 << 10));
        Assert.Equal(1000, Files.NextData(file, 1000));
        Assert.Null(Files.NextData(file, 1 << 20));
    }

    [Fact]
    public void A_file_system_is_known_before_the_folder_is_made()
    {
        var facts = Files.FileSystem(At("not/yet/there"));
        Assert.Equal(Files.FileSystem(_folder.Root).Name, facts.Name);
        Assert.NotEqual(0, facts.FreeBytes);
    }

    [Fact]
    public void A_real_path_has_no_links_in_it()
    {
        _folder.NeedsLinks();
        Directory.CreateDirectory(At("real"));
        _folder.File("real/file");
        Directory.CreateSymbolicLink(At("folder-link"), At("real"));
        File.CreateSymbolicLink(At("file-link"), "folder-link/file");
        Assert.Equal(At("real/file"), Files.RealPath(At("file-link")));
        Assert.Equal(At("real/file"), Files.RealPath(At("folder-link/../real//file")));
        File.CreateSymbolicLink(At("nowhere"), At("missing"));
        Assert.Null(Files.RealPath(At("nowhere")));
        Assert.Null(Files.RealPath(At("real/file/below")));
    }

    private protected static void RefusesEveryOpening(string path)
    {
        Assert.Throws<NotAFileException>(() => Files.TryOpenToRead(path));
        Assert.Throws<NotAFileException>(() => Files.OpenToAppend(path));
        Assert.Throws<NotAFileException>(() => Files.OpenToUpdate(path));
        Assert.ThrowsAny<IOException>(() => Files.CreateNew(path));
    }
}
