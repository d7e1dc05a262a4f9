using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Launch;

/// <summary>The copy of a program in a run's folder.</summary>
internal static class ProgramFiles
{
    /// <summary>Writes it, into a folder that holds no run yet.</summary>
    public static void Write(RunFolder folder, ProgramCopy copy)
    {
        foreach (var (name, bytes) in copy.Files)
        {
            using var file = folder.Platform.Files.CreateNew(folder[name]);
            folder.Platform.Files.WriteAt(file, bytes, 0);
        }
    }

    /// <summary>The same program for another run.</summary>
    public static ProgramCopy Read(RunFolder folder, RunProgram program) => new()
    {
        Entry = program.Entry,
        Files = program.Files.ToDictionary(name => name, name => Read(folder, name), StringComparer.Ordinal),
        Title = program.Title,
        Origin = program.Origin,
        Kind = program.Kind,
    };

    /// <summary>The path to run; an error that names the file when one is not there any more.</summary>
    public static string Entry(RunFolder folder, RunProgram program)
    {
        foreach (var name in program.Files)
            if (folder.Platform.Files.Look(folder[name]) is not { Kind: FileKind.File })
                throw new MillException(MillError.SpawnFailed, $"The copy of the program cannot be run: {folder[name]} is not there any more, or is no file.", folder[name]);
        return folder[program.Entry];
    }

    static byte[] Read(RunFolder folder, string name)
    {
        try
        {
            return folder.Json.ReadAll(folder[name]) ?? throw Gone(folder, name, "it is not there any more", null);
        }
        catch (NotAFileException e)
        {
            throw Gone(folder, name, e.Message, e);
        }
    }

    static MillException Gone(RunFolder folder, string name, string why, Exception? e) =>
        new(MillError.RunDamaged, $"Run {folder.Id} cannot be started again: the copy of its program, {folder[name]}, cannot be read: {why}", folder.Id.Text, e);
}
