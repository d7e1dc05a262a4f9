using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Users by their security identifiers, as text.</summary>
internal static unsafe class Sids
{
    const uint Query = 8;                 // TOKEN_QUERY
    const int TokenUser = 1, TokenOwner = 4;
    const int Room = 256;                 // More than any identifier takes.
    const int FileObject = 1;             // SE_FILE_OBJECT
    const uint OwnerPart = 1;             // OWNER_SECURITY_INFORMATION
    static readonly nint s_self = -1;

    /// <summary>This user.</summary>
    public static string User { get; } = OfSelf(TokenUser);

    // What an administrator makes may belong to all administrators.
    static readonly string s_owner = OfSelf(TokenOwner);

    /// <summary>Who owns a file or folder; us, where it was made as ours are made.</summary>
    public static string? OwnerOf(string path)
    {
        void* owner, descriptor;
        var error = Advapi32.LookAtSecurity(LongPath.Of(path), FileObject, OwnerPart, &owner, null, null, null, &descriptor);
        if (Win32Error.IsMissing(error)) return null;
        if (error != 0) throw WindowsFailure.Of(error, "looked at", path);
        var text = Say(owner);
        Kernel32.Free((nint)descriptor);
        return text == s_owner ? User : text;
    }

    /// <summary>Whether that is who may change everything anyway: the system itself, or all its administrators.</summary>
    public static bool IsSystems(string sid) => sid is "S-1-5-18" or "S-1-5-32-544";

    /// <summary>Whose a process is; null when that may not be seen.</summary>
    public static string? Of(nint process)
    {
        if (Advapi32.OpenToken(process, Query, out var token) == 0) return null;
        using (token) return Read(token, TokenUser);
    }

    static string OfSelf(int what)
    {
        if (Advapi32.OpenToken(s_self, Query, out var token) == 0) throw WindowsFailure.Refused("to say who we are");
        using (token) return Read(token, what) ?? throw WindowsFailure.Refused("to say who we are");
    }

    static string? Read(SafeWaitHandle token, int what)
    {
        var room = stackalloc byte[Room];
        uint needed;
        return Advapi32.LookAtToken(token, what, room, Room, &needed) == 0 ? null : Say(*(void**)room);
    }

    static string Say(void* sid)
    {
        char* text;
        if (Advapi32.SayUser(sid, &text) == 0) throw WindowsFailure.Refused("to name a user");
        var name = new string(text);
        Kernel32.Free((nint)text);
        return name;
    }
}
