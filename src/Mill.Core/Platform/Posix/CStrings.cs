using System.Runtime.InteropServices;
using System.Text;

namespace Mill.Platform.Posix;

/// <summary>A vector of C strings, as programs are launched with.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    byte** _vector;

    /// <summary>Copies the strings.</summary>
    public CStrings(IReadOnlyList<string> strings)
    {
        var bytes = strings.Sum(one => Encoding.UTF8.GetByteCount(one) + 1);
        var pointers = (strings.Count + 1) * sizeof(byte*);
        _vector = (byte**)NativeMemory.AllocZeroed((nuint)(pointers + bytes));
        var room = new Span<byte>((byte*)_vector + pointers, bytes);
        var next = (byte*)_vector + pointers;
        for (var at = 0; at < strings.Count; at++)
        {
            _vector[at] = next;
            var written = Encoding.UTF8.GetBytes(strings[at], room) + 1;
            next += written;
            room = room[written..];
        }
    }

    /// <summary>The vector, ended by null.</summary>
    public byte** Vector => _vector;

    /// <summary>Frees the copy.</summary>
    public void Dispose()
    {
        NativeMemory.Free(_vector);
        _vector = null;
    }
}
