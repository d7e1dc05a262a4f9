using Microsoft.Win32.SafeHandles;

namespace Mill.Platform.Windows;

/// <summary>Opens regular files and nothing else, and lets everybody else do with them what they want.</summary>
internal static unsafe class WindowsOpening
{
    const int Attempts = 10;
    const uint OnDisk = 1;                  // FILE_TYPE_DISK
    const int Tag = 9;                      // FileAttributeTagInfo
    const uint StandsForAnother = 0x20000000; // IsReparseTagNameSurrogate

    /// <summary>Opens a regular file; null when nothing is there.</summary>
    public static SafeFileHandle? TryOpen(string path, uint access, uint share = FileShares.All)
    {
        // A folder is opened too, so that it can be told from a file that may not be read.
        var handle = TryOpenAnything(path, access, share, Openings.ItselfIfLink | Openings.FoldersToo);
        if (handle is null) return null;
        var isFile = false;
        try
        {
            if (WhatElse(handle, path) is { } other) throw new NotAFileException(path, other);
            isFile = true;
            return IsKeptElsewhere(handle) ? Again(handle, path, access, share) : handle;
        }
        finally
        {
            if (!isFile) handle.Dispose();
        }
    }

    /// <summary>Opens a regular file, and makes it when nothing is there.</summary>
    public static SafeFileHandle OpenOrCreate(string path, uint access, uint share = FileShares.All)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
            if ((TryOpen(path, access, share) ?? TryCreate(path, access, share)) is { } handle) return handle;
        throw WindowsFailure.Of(Win32Error.FileExists, "opened", path);
    }

    /// <summary>Makes a file, for its owner alone; null when something is there already.</summary>
    public static SafeFileHandle? TryCreate(string path, uint access, uint share = FileShares.All)
    {
        var security = OwnSecurity.ForFile;
        var handle = Kernel32.OpenFile(LongPath.Of(path), access, share, &security, Openings.New, 0, 0);
        if (!handle.IsInvalid) return handle;
        var error = WindowsFailure.Last;
        handle.Dispose();
        return error is Win32Error.FileExists or Win32Error.AlreadyExists ? null : throw WindowsFailure.Of(error, "made", path);
    }

    /// <summary>Opens whatever is there, itself where it is a link; null when nothing is.</summary>
    public static SafeFileHandle? TryOpenAnything(string path, uint access, uint share, uint flags, string act = "opened")
    {
        var handle = Kernel32.OpenFile(LongPath.Of(path), access, share, null, Openings.Existing, flags, 0);
        if (!handle.IsInvalid) return handle;
        var error = WindowsFailure.Last;
        handle.Dispose();
        return Win32Error.IsMissing(error) ? null : throw WindowsFailure.Of(error, act, path);
    }

    /// <summary>Whether a handle is on a link: something that stands for another file or folder.</summary>
    public static bool IsLink(SafeFileHandle handle) => (TagOf(handle) & StandsForAnother) != 0;

    static string? WhatElse(SafeFileHandle handle, string path)
    {
        if (Kernel32.KindOf(handle) != OnDisk) return "a pipe or device";
        RawFileFacts facts;
        if (Kernel32.Look(handle, &facts) == 0) throw WindowsFailure.Of("looked at", path);
        if (facts.Attributes.HasFlag(FileFlags.Reparse) && IsLink(handle)) return "a link";
        return facts.Attributes.HasFlag(FileFlags.Folder) ? "a folder" : null;
    }

    // Not a link, but a file whose bytes the system has put elsewhere: it brings them when it is opened without asking for itself.
    static bool IsKeptElsewhere(SafeFileHandle handle) => TagOf(handle) != 0;

    static SafeFileHandle? Again(SafeFileHandle handle, string path, uint access, uint share)
    {
        handle.Dispose();
        return TryOpenAnything(path, access, share, 0);
    }

    static uint TagOf(SafeFileHandle handle)
    {
        var facts = stackalloc uint[2];
        return Kernel32.Look(handle, Tag, facts, sizeof(uint) * 2) != 0 && ((FileFlags)facts[0]).HasFlag(FileFlags.Reparse) ? facts[1] : 0;
    }
}
