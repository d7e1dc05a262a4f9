using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>The one inotify instance of this process (a user has 128), and the one thread that reads it while
/// anybody listens.</summary>
internal sealed unsafe class Inotify
{
    const int CloseOnExec = 0x80000, NonBlocking = 0x800;

    // IN_MODIFY, IN_CLOSE_WRITE, IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE, IN_DELETE, IN_DELETE_SELF, IN_MOVE_SELF,
    // IN_ONLYDIR.
    const uint Changes = 0x2 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800 | 0x01000000;
    const uint Overflow = 0x4000, Gone = 0x8000; // IN_Q_OVERFLOW, IN_IGNORED

    // struct inotify_event: watch 4, mask 4, cookie 4, length of the name 4, name.
    const int HeaderSize = 16, MaskAt = 4, LengthAt = 12;
    const int BufferSize = 16 << 10, StackSize = 256 << 10;

    static readonly object s_gate = new();
    static Inotify? s_shared;

    readonly SafeFileHandle _handle;
    readonly EventFlag _over = new();
    readonly Dictionary<int, List<Listener>> _listeners = [];

    Inotify(SafeFileHandle handle) => _handle = handle;

    /// <summary>Somebody who listens to some folders.</summary>
    internal sealed class Listener(EventFlag flag)
    {
        /// <summary>Raised when something may have changed.</summary>
        public EventFlag Flag { get; } = flag;
        /// <summary>Whether a folder of theirs went away, so that nothing more will be heard of it.</summary>
        public volatile bool IsDeaf;
        internal Inotify? Source { get; set; }
    }

    /// <summary>Listens to folders; false where that cannot be had for all of them.</summary>
    public static bool TryListen(Listener listener, IReadOnlyList<string> folders)
    {
        lock (s_gate)
        {
            s_shared ??= Begin();
            if (s_shared is null) return false;
            listener.Source = s_shared;
            var heard = folders.All(folder => s_shared.TryAdd(listener, folder));
            if (!heard) s_shared.Remove(listener);
            return heard;
        }
    }

    /// <summary>Listens no more.</summary>
    public static void Leave(Listener listener)
    {
        lock (s_gate) listener.Source?.Remove(listener);
    }

    static Inotify? Begin()
    {
        var number = LinuxLibc.Notify(CloseOnExec | NonBlocking);
        if (number < 0) return null;
        var shared = new Inotify(new SafeFileHandle(number, ownsHandle: true));
        new Thread(shared.Read, StackSize) { IsBackground = true, Name = "mill watch" }.Start();
        return shared;
    }

    bool TryAdd(Listener listener, string folder)
    {
        var watch = LinuxLibc.AddWatch(_handle, folder, Changes);
        if (watch < 0) return false;
        // One watch serves all who listen to the same folder.
        if (!_listeners.TryGetValue(watch, out var here)) _listeners[watch] = here = [];
        if (!here.Contains(listener)) here.Add(listener);
        return true;
    }

    void Remove(Listener listener)
    {
        listener.Source = null;
        foreach (var (watch, here) in _listeners.ToList())
        {
            if (!here.Remove(listener) || here.Count > 0) continue;
            _listeners.Remove(watch);
            _ = LinuxLibc.RemoveWatch(_handle, watch);
        }
        if (_listeners.Count > 0) return;
        s_shared = null;
        _over.Raise();
    }

    void Read()
    {
        var buffer = new byte[BufferSize];
        Span<PollEntry> entries = [new() { Descriptor = (int)_handle.DangerousGetHandle(), Wanted = Descriptors.Readable }, _over.Entry];
        while (Descriptors.Poll(entries, null) && entries[1].Seen == 0)
        {
            var got = Descriptors.Read(_handle, buffer);
            if (got > 0) lock (s_gate) Tell(buffer.AsSpan(0, got));
        }
        _handle.Dispose();
        _over.Dispose();
    }

    void Tell(ReadOnlySpan<byte> events)
    {
        while (events.Length >= HeaderSize)
        {
            Tell(BinaryPrimitives.ReadInt32LittleEndian(events), BinaryPrimitives.ReadUInt32LittleEndian(events[MaskAt..]));
            events = events[(HeaderSize + BinaryPrimitives.ReadInt32LittleEndian(events[LengthAt..]))..];
        }
    }

    void Tell(int watch, uint mask)
    {
        if ((mask & Overflow) != 0)
            foreach (var one in _listeners.Values.SelectMany(all => all)) one.Flag.Raise();
        if (!_listeners.TryGetValue(watch, out var here)) return;
        foreach (var one in here)
        {
            if ((mask & Gone) != 0) one.IsDeaf = true;
            one.Flag.Raise();
        }
        if ((mask & Gone) != 0) _listeners.Remove(watch);
    }
}
