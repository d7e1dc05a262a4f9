namespace Mill.Store;

/// <summary>Where the home is.</summary>
internal static class HomePath
{
    /// <summary>The home that was given, else <c>$MILL_HOME</c>, else <c>~/.mill</c>; absolute, and what a link in its place leads to.</summary>
    public static string Of(string? given)
    {
        var path = Path.TrimEndingDirectorySeparator(Full(given ?? Surroundings.MillHome ?? Path.Combine(Surroundings.UserHome, ".mill")));
        try
        {
            return Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path; // A link that leads nowhere, in circles or where we may not look: the home's own checks name it.
        }
    }

    static string Full(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal)) throw new MillException(MillError.HomeNotUsable, "The home has a NUL character in its path; no folder is called that.", path);
        // What is no text came here with its bytes replaced: it would be another folder than the one that was meant.
        if (path.Contains('\uFFFD', StringComparison.Ordinal)) throw new MillException(MillError.HomeNotUsable, $"The path of the home, {path}, is not text (UTF-8); name another with --home.", path);
        try
        {
            return Path.GetFullPath(path);
        }
        catch (IOException e)
        {
            throw new MillException(MillError.HomeNotUsable,
                $"The home {path} cannot be found from the current folder, which does not exist any more; give its full path with --home.", path, e);
        }
    }
}
