using Mill.Platform;

namespace Mill.Tests.Platform;

/// <summary>On Linux.</summary>
public sealed class Changes_on_Linux : ChangesContract
{
    [Fact]
    public void However_many_watch_one_instance_serves_them_all()
    {
        using var first = Watch();
        using var second = Watch(Path.GetTempPath());
        // One that nobody listens to any more is let go of by its own thread, a moment later.
        Until.True(() => Instances() == 1, TimeSpan.FromSeconds(60), "one instance", () => $"{Instances()}");
    }
    static int Instances() => Current.Platform.Files.Names("/proc/self/fd")
        .Count(name => ProcFs.LinkOf(Environment.ProcessId, int.Parse(name)) == "anon_inode:inotify");
}
