using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Gives files other names.</summary>
internal static unsafe class Renaming
{
    const int RenameAnyway = 22; // FileRenameInfoEx
    const uint ReplaceWhatIsThere = 0x1, EvenIfOpen = 0x2, EvenIfReadOnly = 0x40; // FILE_RENAME_FLAG_…, winbase.h
    const uint ReplaceExisting = 1; // MOVEFILE_REPLACE_EXISTING
    const int NameAt = 20; // FILE_RENAME_INFO: flags, root, length in bytes, name

    /// <summary>Puts one file in another's place.</summary>
    public static void Replace(string staged, string target)
    {
        // A reader may hold the old file open; where the system cannot replace it then, that is for a moment and not for good.
        var error = Patience.While(Win32Error.IsInUse, () => TryReplace(staged, target));
        if (error != 0) throw WindowsFailure.Of(error, "replaced", target);
    }

    /// <summary>Moves a file or folder to a name that is not taken.</summary>
    public static void Move(string from, string to)
    {
        var error = Patience.While(Win32Error.IsInUse, () => ErrorOf(Kernel32.Move(LongPath.Of(from), LongPath.Of(to), 0)));
        if (error != 0) throw WindowsFailure.Of(error, $"moved to {to}", from);
    }

    static int TryReplace(string staged, string target)
    {
        var error = TryReplaceOpen(staged, target);
        return error == 0 || Win32Error.IsMissing(error) ? error
            : ErrorOf(Kernel32.Move(LongPath.Of(staged), LongPath.Of(target), ReplaceExisting));
    }

    static int TryReplaceOpen(string staged, string target)
    {
        using var file = Kernel32.OpenFile(LongPath.Of(staged), FileRights.Delete | FileRights.Synchronize, FileShares.All, null, Openings.Existing, Openings.ItselfIfLink, 0);
        return file.IsInvalid ? WindowsFailure.Last : Rename(file, LongPath.Of(Path.GetFullPath(target)));
    }

    static int Rename(SafeFileHandle file, string target)
    {
        var size = NameAt + (target.Length + 1) * sizeof(char);
        var request = (byte*)NativeMemory.AllocZeroed((nuint)size);
        try
        {
            *(uint*)request = ReplaceWhatIsThere | EvenIfOpen | EvenIfReadOnly;
            *(int*)(request + NameAt - sizeof(int)) = target.Length * sizeof(char);
            target.CopyTo(new Span<char>(request + NameAt, target.Length));
            return ErrorOf(Kernel32.Set(file, RenameAnyway, request, (uint)size));
        }
        finally
        {
            NativeMemory.Free(request);
        }
    }

    static int ErrorOf(int done) => done != 0 ? 0 : WindowsFailure.Last;
}
