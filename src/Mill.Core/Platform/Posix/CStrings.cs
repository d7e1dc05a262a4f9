using System.Runtime.InteropServices;
using System.Text;

namespace Mill.Platform.Posix;

/// <summary>A vector of C strings, as programs are launched with.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    byte** _vector;

    /// <summary>Copies the strings; what stands for a byte that is no text becomes that byte.</summary>
    public CStrings(IReadOnlyList<string> strings)
    {
        var all = strings.Select(ByteText.Bytes).ToArray();
        var pointers = (all.Length + 1) * sizeof(byte*);
        _vector = (byte**)NativeMemory.AllocZeroed((nuint)(pointers + all.Sum(one => one.Length + 1)));
        var next = (byte*)_vector + pointers;
        for (var at = 0; at < all.Length; at++)
        {
            _vector[at] = next;
            all[at].CopyTo(new Span<byte>(next, all[at].Length));
            next += all[at].Length + 1;
        }
    }

    /// <summary>The text in some room, up to the first zero where there is one.</summary>
    public static string Text(ReadOnlySpan<byte> room) => Encoding.UTF8.GetString(room.IndexOf((byte)0) is >= 0 and var end ? room[..end] : room);

    /// <summary>The vector, ended by null.</summary>
    public byte** Vector => _vector;

    /// <summary>Frees the copy.</summary>
    public void Dispose()
    {
        NativeMemory.Free(_vector);
        _vector = null;
    }
}
