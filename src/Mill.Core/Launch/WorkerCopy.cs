using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Mill.Platform;
using Mill.Store;

namespace Mill.Launch;

/// <summary>
/// A copy of an installed <c>mill</c> in the home, for workers to run from: the installed one may be replaced while they
/// do, and a package that was unpacked without modes has left it not executable.
/// </summary>
internal sealed class WorkerCopy(HomeFolder home, InstalledMill installed)
{
    const int PieceBytes = 256 << 10;
    const int Attempts = 3;

    // Settled once in a process: a start after that asks for one file.
    static readonly ConcurrentDictionary<(string Home, string InstalledIn), WorkerExecutable> s_known = new();

    readonly IFiles _files = home.Platform.Files;

    /// <summary>What this process has settled on before, if it still is there.</summary>
    public static WorkerExecutable? Known(HomeFolder home, string installedIn) =>
        s_known.TryGetValue((home.Path, installedIn), out var known) && home.Platform.Files.Look(known.Path) is not null ? known : null;

    /// <summary>What workers of this home run, made when it is missing.</summary>
    public static WorkerExecutable Settle(HomeFolder home, string installedIn, InstalledMill installed) =>
        s_known[(home.Path, installedIn)] = home.Platform.Files.FileSystem(home.Path).RunsPrograms
            ? new WorkerCopy(home, installed).Make()
            : WorkerExecutable.InPlace(home, installed);

    string Target { get; } = Path.Combine(home.Bin, $"{MillVersion.Text}-{installed.Mark}");

    WorkerExecutable Make()
    {
        for (var attempt = 1; !IsWhole(Target); attempt++)
        {
            if (attempt > Attempts) throw new IOException($"{Target} cannot be made: it is changed by somebody else.");
            MakeOnce();
        }
        return HasProgram
            ? new(Path.Combine(Target, InstalledMill.Program), []) { DotnetRoot = installed.NeedsDotnet ? Dotnet.Root(_files) : null }
            : WorkerExecutable.WithDotnet(_files, Path.Combine(Target, InstalledMill.Library));
    }

    string? OwnProgram { get; } = installed[InstalledMill.Program] is null && Dotnet.Host(home.Platform.Files) is { } host
        ? home.Platform.Programs.ProgramFor(host, InstalledMill.Library) : null;

    bool HasProgram => installed[InstalledMill.Program] is not null || OwnProgram is not null;

    bool IsWhole(string folder) => (!HasProgram || _files.MayExecute(Path.Combine(folder, InstalledMill.Program)))
        && installed.Files.All(file => _files.Look(Path.Combine(folder, file.Name)) is { Kind: FileKind.File } facts && facts.Size == file.Size);

    void MakeOnce()
    {
        _files.TryCreateFolder(home.Bin);
        var stage = NewStage();
        _files.TryCreateFolder(stage);
        try
        {
            Fill(stage);
            Steps.Reached("copy.filled");
            PutInPlace(stage);
        }
        finally
        {
            _files.DeleteTree(stage); // Somebody else was sooner, or the disk is full; else it is not there any more.
        }
    }

    string NewStage() => Path.Combine(home.Bin, FileNames.StagePrefix + Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture));

    void Fill(string stage)
    {
        var program = Path.Combine(stage, InstalledMill.Program);
        foreach (var file in installed.Files) Copy(file, Path.Combine(stage, file.Name));
        if (OwnProgram is { } text) WriteProgram(program, text);
        if (HasProgram) _files.LetRun(program);
    }

    void Copy(InstalledFile file, string to)
    {
        using var source = _files.TryOpenToRead(file.Path) ?? throw new FileNotFoundException($"{file.Path} is not there any more.", file.Path);
        using var copy = _files.CreateNew(to);
        var piece = new byte[PieceBytes];
        for (long at = 0; _files.ReadAt(source, piece, at) is > 0 and var read; at += read) _files.WriteAt(copy, piece.AsSpan(0, read), at);
        _files.Sync(copy);
    }

    // Without a program of its own, a library is run by .NET; with this, whoever finds mill by its path need not know.
    void WriteProgram(string path, string text)
    {
        using var program = _files.CreateNew(path);
        _files.WriteAt(program, Encoding.UTF8.GetBytes(text), 0);
        _files.Sync(program);
    }

    void PutInPlace(string stage)
    {
        // What is not whole was cut short by a full disk or a crash of the machine; whoever runs from it keeps its files.
        if (_files.Look(Target) is not null && !IsWhole(Target)) PutAside();
        try
        {
            _files.Move(stage, Target);
        }
        catch (IOException) when (_files.Look(Target) is not null)
        {
            // Another starter was sooner.
        }
    }

    void PutAside()
    {
        var aside = NewStage();
        try
        {
            _files.Move(Target, aside);
            Steps.Reached("copy.put-aside");
            _files.DeleteTree(aside);
        }
        catch (FileNotFoundException)
        {
            // Another starter put it aside.
        }
    }
}
