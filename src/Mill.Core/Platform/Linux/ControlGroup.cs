using System.Globalization;
using System.Text;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>A control group (version 2) of our own, with limits.</summary>
internal sealed class ControlGroup : IDisposable
{
    const long PeriodMicroseconds = 100_000, LeastQuota = 1_000;
    const uint AsItsNeighbours = 0x1ED; // 0755
    const string Members = "cgroup.procs", Ourselves = "0", Prefix = "mill-";

    const int MostLooks = 1000;

    static int s_made;

    readonly string _folder;
    readonly string _home;

    ControlGroup(string folder, string home) => (_folder, _home) = (folder, home);

    /// <summary>Makes one with limits; null where we may not, or where the limits' controllers are not
    /// offered.</summary>
    public static ControlGroup? TryMake(long? memory, double? processors)
    {
        if (ControlGroupPlace.Own() is not { } own) return null;
        // A group that has processes of its own cannot offer controllers below it; one further up can, and there we
        // become its neighbour.
        for (var parent = own.Folder; parent.Length >= own.Root.Length; parent = Path.GetDirectoryName(parent)!)
            if (Offers(parent, memory, processors) && TryMakeIn(parent, own.Folder, memory, processors) is { } group)
                return group;
        return null;
    }

    /// <summary>Whether the kernel ended a process in it for want of memory.</summary>
    public bool WasOutOfMemory
    {
        get
        {
            var events = Read(_folder, "memory.events").Split('\n');
            return events.Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0");
        }
    }

    /// <summary>Puts this process in until disposed: what is launched meanwhile begins there and stays.</summary>
    public IDisposable Enter()
    {
        if (!TryWrite(_folder, Members, Ourselves)) throw Failure.Of("entered", _folder);
        return new Visit(_home);
    }

    /// <summary>Ends everything in it at once, unless somebody there is to be spared.</summary>
    public bool Kill(Func<int, bool> isSpared) =>
        !Read(_folder, Members).Split('\n').Any(line => int.TryParse(line, CultureInfo.InvariantCulture, out var pid) && isSpared(pid))
        && TryWrite(_folder, "cgroup.kill", "1");

    /// <summary>Removes it, once it is empty.</summary>
    public void Dispose() => _ = Libc.RemoveFolder(_folder);

    /// <summary>Leaves the group that holds an outer run for the one that its worker is in: neither the limits nor the
    /// end of that run are ours.</summary>
    public static void LeaveAnothers()
    {
        // Most workers are in no such group, and asking costs little.
        if (!Proc.TryRead(Environment.ProcessId, "cgroup", out var groups) || groups.IndexOf("/mill-"u8) < 0) return;
        if (ControlGroupPlace.Own() is { } own && OwnerOf(own.Folder) is { } owner)
            TryWrite(PlaceOf(owner, own) ?? Path.GetDirectoryName(own.Folder)!, Members, Ourselves);
    }

    // For the moment in which it launches somebody, it is in the group itself.
    static string? PlaceOf((int Pid, string Start) owner, ControlGroupPlace own)
    {
        for (var looks = 0; looks < MostLooks && IsAlive(owner) && ControlGroupPlace.Of(owner.Pid) is { } place; looks++)
        {
            if (place.Folder != own.Folder) return place.Folder;
            Current.Platform.Pause(TimeSpan.FromMilliseconds(1));
        }
        return null;
    }

    // Named after the worker that made it, which may have been killed, and numbered.
    static (int Pid, string Start)? OwnerOf(string folder) =>
        Path.GetFileName(folder) is var name && name.StartsWith(Prefix, StringComparison.Ordinal) && name.Split('-') is [_, var pid, var start, ..]
            && int.TryParse(pid, CultureInfo.InvariantCulture, out var number) ? (number, start) : null;

    static bool IsAlive((int Pid, string Start) owner) => ProcStat.TryRead(owner.Pid, out var stat) && stat.StartText == owner.Start;

    // A worker that was killed could not remove its own; one with somebody in it stays by itself.
    static void RemoveLeftOnes(string parent)
    {
        foreach (var name in Current.Platform.Files.Names(parent))
            if (OwnerOf(name) is { } owner && !IsAlive(owner)) _ = Libc.RemoveFolder(Path.Combine(parent, name));
    }

    static ControlGroup? TryMakeIn(string parent, string home, long? memory, double? processors)
    {
        var own = Current.Platform.Processes.Self;
        RemoveLeftOnes(parent);
        // Each task of a plan has limits of its own.
        var folder = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{own.Pid}-{own.StartTime}-{++s_made}"));
        if (Libc.MakeFolder(folder, AsItsNeighbours) != 0 && Failure.Last != Errno.Exists) return null;
        var group = new ControlGroup(folder, home);
        if (group.TryLimit(memory, processors) && TryWrite(folder, Members, Ourselves) && TryWrite(home, Members, Ourselves))
            return group;
        group.Dispose();
        return null;
    }

    bool TryLimit(long? memory, double? processors)
    {
        if (memory is { } bytes)
        {
            if (!TryWrite(_folder, "memory.max", bytes.ToString(CultureInfo.InvariantCulture))) return false;
            // Neither is everywhere, and the limit holds without them.
            TryWrite(_folder, "memory.swap.max", "0");
            TryWrite(_folder, "memory.oom.group", "1");
        }
        return processors is not { } count || TryWrite(_folder, "cpu.max", string.Create(
            CultureInfo.InvariantCulture, $"{Math.Max(LeastQuota, (long)(count * PeriodMicroseconds))} {PeriodMicroseconds}"));
    }

    static bool Offers(string folder, long? memory, double? processors)
    {
        var offered = Read(folder, "cgroup.subtree_control").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return (memory is null || offered.Contains("memory")) && (processors is null || offered.Contains("cpu"));
    }

    static string Read(string folder, string file) => Proc.Text(Path.Combine(folder, file)) ?? "";

    static bool TryWrite(string folder, string file, string text)
    {
        var number = LibcVariadic.Open(Path.Combine(folder, file), OpenFlags.Write | OpenFlags.CloseOnExec, 0);
        if (number < 0) return false;
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(number, ownsHandle: true);
        return Descriptors.TryWriteAll(handle, Encoding.ASCII.GetBytes(text));
    }

    sealed class Visit(string home) : IDisposable
    {
        public void Dispose()
        {
            if (!TryWrite(home, Members, Ourselves)) throw Failure.Of("gone back to", home);
        }
    }
}
