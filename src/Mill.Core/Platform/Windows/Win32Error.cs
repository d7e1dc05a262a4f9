namespace Mill.Platform.Windows;

/// <summary>Errors of Windows that Mill tells apart (winerror.h).</summary>
internal static class Win32Error
{
    public const int InvalidFunction = 1, FileNotFound = 2, PathNotFound = 3, AccessDenied = 5, WriteProtected = 19,
        SharingViolation = 32, LockViolation = 33, EndOfFile = 38, HandleDiskFull = 39, NotSupported = 50, NetworkPathNotFound = 53,
        NetworkNameNotFound = 67, FileExists = 80, InvalidParameter = 87, BrokenPipe = 109, DiskFull = 112, CallNotImplemented = 120,
        DirectoryNotEmpty = 145, AlreadyExists = 183, BadExeFormat = 193, FilenameTooLong = 206,
        NoData = 232, MoreData = 234, DirectoryIsNoFolder = 267, ElevationRequired = 740, PrivilegeNotHeld = 1314, QuotaExceeded = 1295;

    /// <summary>Whether nothing is there.</summary>
    public static bool IsMissing(int error) =>
        error is FileNotFound or PathNotFound or DirectoryIsNoFolder or NetworkPathNotFound or NetworkNameNotFound;

    /// <summary>Whether a system or file system does not know what was asked of it.</summary>
    public static bool IsUnknownRequest(int error) =>
        error is InvalidFunction or NotSupported or InvalidParameter or CallNotImplemented;

    /// <summary>Whether somebody else has the file open in a way that is in the way: for a moment, or for good.</summary>
    public static bool IsInUse(int error) => error is AccessDenied or SharingViolation or LockViolation;
}
