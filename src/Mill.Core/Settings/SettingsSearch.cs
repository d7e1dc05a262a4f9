using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Settings;

/// <summary>Finds the files of settings. One that is not there says nothing, and costs one look.</summary>
internal sealed class SettingsSearch(HomeFolder home)
{
    const long MostBytes = 1L << 20;

    readonly IFiles _files = home.Platform.Files;

    /// <summary>What is in force for what is started in a folder.</summary>
    public SettingsInForce Find(string? folder) => new(Nearest(folder), OfHome());

    /// <summary>What the home's own file says; null where there is none.</summary>
    public SettingsFile? OfHome() => Read(Path.Combine(home.Path, SettingsFile.OfHome));

    SettingsFile? Nearest(string? folder)
    {
        for (var here = FullPath(folder); here is not null; here = Path.GetDirectoryName(here))
            if (Read(Path.Combine(here, SettingsFile.OfFolder)) is { } found) return found;
        return null;
    }

    // What is wrong with the folder is told by whoever is to start something in it.
    static string? FullPath(string? folder)
    {
        try
        {
            return folder is "" || folder?.Contains('\0', StringComparison.Ordinal) == true ? null : Path.GetFullPath(folder ?? Environment.CurrentDirectory);
        }
        catch (IOException)
        {
            return null; // The current folder is gone.
        }
    }

    SettingsFile? Read(string path)
    {
        try
        {
            return ReadBytes(path) is { } bytes ? SettingsReader.Read(path, bytes) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!IsThere(path)) return null; // A folder that may not be searched has nothing for us.
            home.CheckOwner();
            throw new MillException(MillError.BadConfig, $"{path} cannot be read: {e.Message}", path, e);
        }
    }

    byte[]? ReadBytes(string path)
    {
        try
        {
            using var file = _files.TryOpenToRead(path);
            return file is null ? null : ReadBytes(path, file);
        }
        catch (NotAFileException) when (_files.Look(path) is { Kind: FileKind.Link } && _files.RealPath(path) is { } real)
        {
            // People keep their settings elsewhere and link to them. Whoever made the link chose what is read.
            if (_files.OwnerOf(path) is { } owner && owner != home.Platform.Machine.UserId) throw Distrusted(path, $"the link belongs to user {owner}");
            using var file = _files.TryOpenToRead(real);
            return file is null ? null : ReadBytes(path, file);
        }
    }

    byte[] ReadBytes(string path, Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        if (_files.Distrust(file, path) is { } why) throw Distrusted(path, why);
        var size = _files.Look(file).Size;
        if (size > MostBytes) throw new MillException(MillError.BadConfig, $"{path} has {Sizes.Say(size)}; no file of settings is that large.", path);
        var bytes = new byte[size];
        return bytes[.._files.ReadAt(file, bytes, 0)];
    }

    bool IsThere(string path)
    {
        try
        {
            return _files.Look(path) is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static MillException Distrusted(string path, string why) => new(MillError.BadConfig,
        $"{path} is not read: {why}, and what it says can make Mill run commands. Make it yours alone, or remove it.", path);
}
