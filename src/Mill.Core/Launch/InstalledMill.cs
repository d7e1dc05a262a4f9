using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Mill.Platform;

namespace Mill.Launch;

/// <summary>A <c>mill</c> as it was installed: one native file, or a small program and what .NET needs to run it.</summary>
/// <param name="Folder">Where it is, links resolved.</param>
/// <param name="Files">What belongs to it.</param>
internal sealed record InstalledMill(string Folder, IReadOnlyList<InstalledFile> Files)
{
    /// <summary>What it is called.</summary>
    public const string Name = "mill";
    /// <summary>The program.</summary>
    public static string Program { get; } = Current.Platform.Programs.FileName(Name);
    /// <summary>What it runs where it is no native build.</summary>
    public const string Library = "mill.dll";

    static readonly string[] s_forDotnet = [Library, "Mill.Core.dll", "mill.runtimeconfig.json", "mill.deps.json"];

    /// <summary>Whether it needs .NET.</summary>
    public bool NeedsDotnet => this[Library] is not null;

    /// <summary>One of its files; null when it has none of that name.</summary>
    public InstalledFile? this[string name] => Files.FirstOrDefault(file => file.Name == name);

    /// <summary>Names exactly this state of it: another size or time of any file is another mark.</summary>
    public string Mark => Files.Aggregate(14_695_981_039_346_656_037UL, (mark, file) => Mix(mark, file.ToString())).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The folder that this library came with.</summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "It is empty there, and then the program's own folder is meant.")]
    public static string OwnFolder => Path.GetDirectoryName(typeof(InstalledMill).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    /// <summary>Where one is looked for in a folder, the first one first.</summary>
    public static string[] Places(IPlatform platform, string folder) => [Path.Combine(folder, "native", platform.RuntimeId), folder];

    /// <summary>The one in a folder; null when there is none.</summary>
    public static InstalledMill? Find(IFiles files, string place)
    {
        var program = Look(files, Program, Path.Combine(place, Program));
        var library = Look(files, Library, Path.Combine(place, Library));
        if (Path.GetDirectoryName((program ?? library)?.Path) is not { } folder) return null;
        var needed = s_forDotnet.Select(name => Look(files, name, Path.Combine(folder, name))).OfType<InstalledFile>().ToList();
        var needsDotnet = needed.Exists(file => file.Name == Library);
        return new InstalledMill(folder, [.. new[] { program }.OfType<InstalledFile>(), .. needsDotnet ? needed : []]);
    }

    static InstalledFile? Look(IFiles files, string name, string path) =>
        files.RealPath(path) is { } real && files.Look(real) is { Kind: FileKind.File } facts
            ? new InstalledFile(name, real, facts.Size, facts.ModifiedAt) : null;

    // FNV-1a: nobody has to be kept from making two that are alike, and no library has to be loaded for it.
    static ulong Mix(ulong mark, string text) => text.Aggregate(mark, (so, one) => (so ^ one) * 1_099_511_628_211UL);
}

/// <summary>A file of an installed <c>mill</c>.</summary>
/// <param name="Name">What it is called among the others.</param>
/// <param name="Path">Where it is, links resolved.</param>
/// <param name="Size">Its size.</param>
/// <param name="ModifiedAt">When it was last written.</param>
internal sealed record InstalledFile(string Name, string Path, long Size, DateTimeOffset ModifiedAt)
{
    /// <summary>What tells it from another.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Size} {ModifiedAt.UtcTicks};");
}
