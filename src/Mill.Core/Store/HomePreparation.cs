using Mill.Platform;

namespace Mill.Store;

/// <summary>Makes a home fit for a first run, or says why it cannot be.</summary>
internal static class HomePreparation
{
    /// <summary>Makes what is missing; refuses another's home, and one whose locks cannot be trusted.</summary>
    public static void Prepare(this HomeFolder home)
    {
        home.CheckOwner();
        try
        {
            MakeWithParents(home.Platform.Files, home.Path);
            if (!home.Platform.Files.FileSystem(home.Path).HasLocks)
                throw new MillException(MillError.HomeHasNoLocks,
                    $"The home {home.Path} is on a file system ({home.Platform.Files.FileSystem(home.Path).Name}) whose locks cannot be trusted; name one on a local disk with --home.", home.Path);
            home.Platform.Files.TryCreateFolder(home.Runs);
            home.Platform.Files.TryCreateFolder(home.Active);
        }
        catch (DiskFullException e)
        {
            throw new MillException(MillError.DiskFull, $"The home {home.Path} has no room left; free some, or name another with --home.", home.Path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MillException(MillError.HomeNotUsable, $"The home {home.Path} cannot be used: {e.Message} Name another with --home.", home.Path, e);
        }
        home.CheckOwner();
    }

    static void MakeWithParents(IFiles files, string path)
    {
        if (files.Look(path) is not null) return;
        if (Path.GetDirectoryName(path) is { } parent) MakeWithParents(files, parent);
        files.TryCreateFolder(path);
    }
}
