using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Mill.Platform.Posix;

namespace Mill.Platform.MacOS;

/// <summary>The names in an open folder, as bytes, without <c>.</c> and <c>..</c>.</summary>
internal static unsafe class FolderEntries
{
    // struct dirent with inodes of 64 bits (sys/dirent.h): inode 8, offset 8, length of the record 2, length of the
    // name 2, kind 1, then the name, ended by zero.
    const int NameLengthAt = 18, NameAt = 21;

    /// <summary>All of them.</summary>
    public static List<byte[]> Of(SafeFileHandle folder, string path)
    {
        using var copy = DescriptorFlags.DuplicateHigh(folder);
        var reading = MacFileCalls.OpenFolder((int)copy.DangerousGetHandle());
        if (reading == null) throw Failure.Of("read", path);
        copy.SetHandleAsInvalid(); // It is the reader's now.
        try { return ReadAll(reading, path); }
        finally { _ = MacFileCalls.CloseFolder(reading); }
    }

    /// <summary>The name in a record.</summary>
    internal static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> record) =>
        record.Slice(NameAt, BinaryPrimitives.ReadUInt16LittleEndian(record[NameLengthAt..]));

    static List<byte[]> ReadAll(void* reading, string path)
    {
        var names = new List<byte[]>();
        while (true)
        {
            var record = MacFileCalls.ReadFolder(reading);
            if (record == null) return Failure.Last is 0 or Errno.NotThere ? names : throw Failure.Of("read", path);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(record + NameLengthAt, sizeof(ushort)));
            var name = Name(new ReadOnlySpan<byte>(record, NameAt + length));
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8)) names.Add(name.ToArray());
        }
    }
}
