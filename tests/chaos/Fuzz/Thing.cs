using System.Net.Sockets;

namespace Mill.Chaos.Fuzz;

/// <summary>Something that can stand at a path.</summary>
abstract record Thing
{
    /// <summary>Puts it there.</summary>
    public abstract void Lay(string path);

    /// <summary>A file, and who may read it.</summary>
    internal sealed record Content(byte[] Bytes, UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite) : Thing
    {
        public override void Lay(string path)
        {
            File.WriteAllBytes(path, Bytes);
            File.SetUnixFileMode(path, Mode);
        }
    }

    /// <summary>A file that is nearly all hole.</summary>
    internal sealed record Sparse(byte[] Begin, long Size) : Thing
    {
        public override void Lay(string path)
        {
            using var file = File.Create(path);
            file.Write(Begin);
            file.SetLength(Size);
        }
    }

    /// <summary>A folder, with a file in it or empty.</summary>
    internal sealed record Folder(bool IsEmpty = true) : Thing
    {
        public override void Lay(string path)
        {
            Directory.CreateDirectory(path);
            if (!IsEmpty) File.WriteAllText(Path.Combine(path, "within"), "x");
        }
    }

    /// <summary>A link.</summary>
    internal sealed record Link(string Target) : Thing
    {
        public override void Lay(string path) => File.CreateSymbolicLink(path, Target);
    }

    /// <summary>A named pipe.</summary>
    internal sealed record Pipe : Thing
    {
        public override void Lay(string path) => Libc.MakeFifo(path);
    }

    /// <summary>A socket that nobody listens at.</summary>
    internal sealed record Plug : Thing
    {
        public override void Lay(string path)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(path));
        }
    }
}
