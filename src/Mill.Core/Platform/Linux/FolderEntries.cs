using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>The names in an open folder, as bytes and one by one, without <c>.</c> and <c>..</c>; a name is good
/// until the next.</summary>
internal unsafe ref struct FolderEntries(SafeFileHandle folder, string path, Span<byte> buffer)
{
    // struct linux_dirent64: inode 8, offset 8, length of the record 2, kind 1, then the name, ended by zero.
    const int LengthAt = 16, NameAt = 19;

    readonly Span<byte> _buffer = buffer;
    int _filled, _at;

    /// <summary>A size of buffer that reads large folders in few calls.</summary>
    public const int GoodSize = 32 << 10;

    /// <summary>The name.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>The entries themselves.</summary>
    public readonly FolderEntries GetEnumerator() => this;

    /// <summary>Goes on to the next name.</summary>
    public bool MoveNext()
    {
        do
        {
            if (_at >= _filled && !Fill()) return false;
            var record = _buffer[_at.._filled];
            var length = BinaryPrimitives.ReadUInt16LittleEndian(record[LengthAt..]);
            var name = record[NameAt..length];
            Current = name[..name.IndexOf((byte)0)];
            _at += length;
        }
        while (Current.SequenceEqual("."u8) || Current.SequenceEqual(".."u8));
        return true;
    }

    bool Fill()
    {
        fixed (byte* start = _buffer) _filled = LinuxLibc.ReadFolder(folder, start, _buffer.Length);
        _at = 0;
        // One that is removed while it is read has no more names.
        return _filled >= 0 ? _filled > 0 : Failure.Last == Errno.NotThere ? false : throw Failure.Of("read", path);
    }
}
