using Mill.Platform;
using Mill.Store;
using IoPath = System.IO.Path;

namespace Mill.Launch;

/// <summary>The program that workers run: as given, this one if it is <c>mill</c>, else the one that is installed.</summary>
/// <param name="Path">The file to run.</param>
/// <param name="Before">What comes before Mill's own arguments.</param>
internal sealed record WorkerExecutable(string Path, IReadOnlyList<string> Before)
{
    /// <summary>Where the .NET is that it needs; null where it needs none.</summary>
    public string? DotnetRoot { get; init; }

    InstalledMill? Installed { get; init; }
    string InstalledIn { get; init; } = "";

    /// <summary>Finds it, or says where it was looked for; writes nothing.</summary>
    public static WorkerExecutable Find(HomeFolder home, MillOptions options)
    {
        if (options.Executable is { } given) return Given(home.Platform.Files, IoPath.GetFullPath(given));
        if (IoPath.GetFileNameWithoutExtension(Environment.ProcessPath) == InstalledMill.Name)
            return new(Environment.ProcessPath!, []) { DotnetRoot = Dotnet.Running() };
        var folder = options.InstalledIn is { } named ? IoPath.GetFullPath(named) : InstalledMill.OwnFolder;
        return WorkerCopy.Known(home, folder) ?? Look(home.Platform, folder);
    }

    /// <summary>The same, ready to be run from a home that is prepared: what is installed may be replaced meanwhile, so that a copy runs.</summary>
    public WorkerExecutable Settle(HomeFolder home) => Installed is null ? this : WorkerCopy.Settle(home, InstalledIn, Installed);

    /// <summary>The program that this process is, as others can run it: of <c>dotnet mill.dll</c>, the <c>mill</c> beside it where there is one.</summary>
    public static string Own(IFiles files)
    {
        if (IoPath.GetFileNameWithoutExtension(Environment.ProcessPath) != Dotnet.Name) return Environment.ProcessPath ?? "";
        var library = IoPath.GetFullPath(Environment.GetCommandLineArgs()[0]);
        var program = IoPath.Combine(IoPath.GetDirectoryName(library)!, Current.Platform.Programs.FileName(IoPath.GetFileNameWithoutExtension(library)));
        return files.MayExecute(program) ? program : library;
    }

    /// <summary>A <c>mill</c> where it was installed; an error that says what to do when it cannot be run there.</summary>
    public static WorkerExecutable InPlace(HomeFolder home, InstalledMill installed)
    {
        var files = home.Platform.Files;
        if (installed[InstalledMill.Program] is { } program && files.MayExecute(program.Path)) return AsItIs(files, program.Path);
        if (installed[InstalledMill.Library] is { } library) return WithDotnet(files, library.Path);
        var path = installed[InstalledMill.Program]!.Path;
        throw new MillException(MillError.WorkerNotFound,
            $"{path} cannot be run, and no copy of it can be run from the home {home.Path}, whose file system runs no programs: {home.Platform.Programs.NotRunnable(path)}", path);
    }

    static WorkerExecutable Given(IFiles files, string path) => path switch
    {
        _ when !File.Exists(path) => throw NotFound($"it is not at {path}", path),
        _ when path.EndsWith(".dll", StringComparison.Ordinal) => WithDotnet(files, path),
        _ when files.MayExecute(path) => AsItIs(files, path),
        _ => throw NotFound(Current.Platform.Programs.NotRunnable(path), path),
    };

    static WorkerExecutable AsItIs(IFiles files, string path) => new(path, [])
    {
        DotnetRoot = File.Exists(IoPath.ChangeExtension(path, ".dll")) ? Dotnet.Root(files) : null,
    };

    /// <summary>A library that .NET runs.</summary>
    public static WorkerExecutable WithDotnet(IFiles files, string library) => new(Dotnet.Host(files) ?? throw NoDotnet(library), [library]);

    static WorkerExecutable Look(IPlatform platform, string folder)
    {
        var places = InstalledMill.Places(platform, folder);
        var found = places.Select(place => InstalledMill.Find(platform.Files, place)).FirstOrDefault(one => one is not null)
            ?? throw NotFound($"for {platform.RuntimeId} it was looked for at {string.Join(" and ", places.Select(place => IoPath.Combine(place, InstalledMill.Program)))}", folder);
        if (found.NeedsDotnet && Dotnet.Root(platform.Files) is null) throw NoDotnet(found[InstalledMill.Library]!.Path);
        return new("", []) { Installed = found, InstalledIn = folder };
    }

    static MillException NotFound(string why, string target) => new(MillError.WorkerNotFound,
        $"The mill executable cannot be found: {why}. Install Mill again, or name it in MillOptions.Executable.", target);

    static MillException NoDotnet(string library) => new(MillError.WorkerNotFound,
        $"{library} needs .NET 8 or later, and none is found. Install .NET, or say in DOTNET_ROOT where it is, or install the package of Mill that has a native build for this system.", library);
}
