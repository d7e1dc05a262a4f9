using Mill.Platform;

namespace Mill.Launch;

/// <summary>The program that workers run: this one if it is <c>mill</c>, else the one beside the library.</summary>
/// <param name="Path">The file to run.</param>
/// <param name="Before">What comes before Mill's own arguments.</param>
internal sealed record WorkerExecutable(string Path, IReadOnlyList<string> Before)
{
    const string Name = "mill";

    /// <summary>Finds it, or says where it was looked for.</summary>
    public static WorkerExecutable Find(IPlatform platform, string? given)
    {
        if (given is not null) return Check(platform, given) ?? throw NotFound([given]);
        if (Environment.ProcessPath is { } self && System.IO.Path.GetFileNameWithoutExtension(self) == Name)
            return new(self, []);
        var folder = AppContext.BaseDirectory;
        string[] places = [System.IO.Path.Combine(folder, Name), System.IO.Path.Combine(folder, Name + ".dll")];
        return places.Select(place => Check(platform, place)).FirstOrDefault(found => found is not null) ?? throw NotFound(places);
    }

    static WorkerExecutable? Check(IPlatform platform, string path) => path switch
    {
        _ when !File.Exists(path) => null,
        _ when path.EndsWith(".dll", StringComparison.Ordinal) => new(Host(), [path]),
        _ => platform.Files.MayExecute(path) ? new(path, []) : null,
    };

    static string Host() => Environment.ProcessPath is { } self && System.IO.Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "/usr/bin/dotnet";

    static MillException NotFound(string[] places) => new(MillError.WorkerNotFound,
        $"The mill executable cannot be found; it was looked for at {string.Join(" and ", places)}. Install Mill again, or name it in MillOptions.Executable.", places[0]);
}
