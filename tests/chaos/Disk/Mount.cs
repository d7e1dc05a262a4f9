namespace Mill.Chaos.Disk;

/// <summary>A file system of its own, seen by nobody else, with a home on it.</summary>
sealed class Mount : IDisposable
{
    readonly string _root = Directory.CreateTempSubdirectory("mill-disk-").FullName;

    Mount(params string[] line)
    {
        if (!IsOurs) throw new LeftOut("mounts would be seen by the whole machine: tests/chaos/run makes a place of its own where it may");
        Path = Directory.CreateDirectory(System.IO.Path.Combine(_root, "disk")).FullName;
        Run("mount", [.. line, Path]);
        Home = new TestHome(Directory.CreateDirectory(System.IO.Path.Combine(Path, "t")).FullName) { PatienceAtEnd = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }
    /// <summary>A home on it.</summary>
    public TestHome Home { get; }

    /// <summary>Of memory, of so many MiB.</summary>
    public static Mount Memory(int mb, string more = "") => new("-t", "tmpfs", "-o", $"size={mb}m{more}", "tmpfs");

    /// <summary>Of memory, one that knows no limits and gives no blocks back.</summary>
    public static Mount Plain() => new("-t", "ramfs", "ramfs");

    /// <summary>An ext4 of so many MiB, on a file.</summary>
    public static Mount Ext4(int mb, string image)
    {
        File.WriteAllBytes(image, []);
        using (var file = File.OpenWrite(image)) file.SetLength((long)mb << 20);
        Run("mkfs.ext4", ["-q", "-F", "-m", "0", image]);
        return new("-o", "loop", image);
    }

    /// <summary>Runs a program as root; a case that cannot be made where it fails.</summary>
    public static void Run(string program, string[] line)
    {
        try
        {
            var answer = Programs.Run(program, line, new RunOptions());
            if (answer.ExitCode != 0) throw new LeftOut($"{program} {string.Join(' ', line)}: {answer.Err.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new LeftOut($"{program}: {e.Message}");
        }
    }

    /// <summary>Fills it to the last byte, or all but so many.</summary>
    public void Fill(long but = 0)
    {
        var filler = System.IO.Path.Combine(Path, "filler");
        using (var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            foreach (var piece in new[] { 64 << 10, 4 << 10, 512 })
                try { while (true) file.Write(new byte[piece]); }
                catch (IOException) { }
        if (but > 0) using (var file = File.OpenWrite(filler)) file.SetLength(Math.Max(0, file.Length - but));
    }

    /// <summary>Gives the room back.</summary>
    public void Empty() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public void Dispose()
    {
        try { Home.Dispose(); }
        finally
        {
            Programs.Run("umount", ["-l", Path], new RunOptions());
            Directory.Delete(_root, recursive: true);
        }
    }

    static bool IsOurs => Libc.IsRoot && new FileInfo("/proc/self/ns/mnt").LinkTarget != new FileInfo("/proc/1/ns/mnt").LinkTarget;
}
