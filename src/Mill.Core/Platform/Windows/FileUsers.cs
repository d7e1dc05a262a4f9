namespace Mill.Platform.Windows;

/// <summary>Who has a file open.</summary>
internal static unsafe class FileUsers
{
    const int Users = 47; // FileProcessIdsUsingFileInformation
    const int Room = 4096;

    /// <summary>Their pids; none where the system does not tell.</summary>
    public static IReadOnlyList<int> Of(string path)
    {
        try
        {
            using var file = WindowsOpening.TryOpen(path, FileRights.ReadAttributes);
            if (file is null) return [];
            // FILE_PROCESS_IDS_USING_FILE_INFORMATION: how many, then their pids.
            var status = stackalloc nint[2];
            var told = stackalloc nint[Room];
            return Ntdll.LookAtFile(file, status, told, (uint)(Room * sizeof(nint)), Users) == 0
                ? new ReadOnlySpan<nint>(told + 1, (int)Math.Min((uint)*told, Room - 1)).ToArray().Select(pid => (int)pid).ToArray() : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // Who may not look at it is told of nobody.
        }
    }
}
