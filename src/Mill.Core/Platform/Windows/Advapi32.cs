using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Calls of advapi32.dll (securitybaseapi.h, sddl.h, aclapi.h, winreg.h).</summary>
internal static unsafe partial class Advapi32
{
    const string Library = "advapi32";

    [LibraryImport(Library, EntryPoint = "OpenProcessToken", SetLastError = true)]
    public static partial int OpenToken(nint process, uint access, out SafeWaitHandle token);

    [LibraryImport(Library, EntryPoint = "GetTokenInformation", SetLastError = true)]
    public static partial int LookAtToken(SafeWaitHandle token, int what, void* into, uint room, uint* needed);

    [LibraryImport(Library, EntryPoint = "ConvertSidToStringSidW", SetLastError = true)]
    public static partial int SayUser(void* sid, char** text);

    [LibraryImport(Library, EntryPoint = "ConvertStringSecurityDescriptorToSecurityDescriptorW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial int ParseSecurity(string text, uint revision, void** descriptor, uint* size);

    [LibraryImport(Library, EntryPoint = "GetNamedSecurityInfoW", StringMarshalling = StringMarshalling.Utf16)]
    public static partial int LookAtSecurity(string path, int kind, uint what, void** owner, void** group, void** dacl, void** sacl, void** descriptor);

    [LibraryImport(Library, EntryPoint = "RegGetValueW", StringMarshalling = StringMarshalling.Utf16)]
    public static partial int ReadRegistry(nint root, string key, string name, uint kinds, uint* kind, void* into, uint* size);
}
