using Mill.Runs;
using Mill.Store;

namespace Mill.Launch;

/// <summary>Looks at a program that a start brings, before anything is written.</summary>
internal static class ProgramCheck
{
    const long MostBytes = 16L << 20;
    const int LongestName = 100;
    const int LongestTitle = 1_000;

    static readonly string[] s_devices =
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(number => new[] { FormattableString.Invariant($"COM{number}"), FormattableString.Invariant($"LPT{number}") })];

    /// <summary>What is kept of it; <see cref="MillError.BadValue"/> where it makes no sense.</summary>
    public static RunProgram Check(ProgramCopy copy)
    {
        foreach (var name in copy.Files.Keys) CheckName(name);
        if (!copy.Files.ContainsKey(copy.Entry)) throw Bad($"The program has no file '{copy.Entry}', which is to be run; it has: {string.Join(", ", copy.Files.Keys)}.", copy.Entry);
        if (copy.Title.Length == 0) throw Bad("The program has no title; give what people shall see as the command.", null);
        if (copy.Kind is not (ProgramKinds.Script or ProgramKinds.ScriptBlock))
            throw Bad($"'{copy.Kind}' is no kind of program; it is {ProgramKinds.ScriptBlock} or {ProgramKinds.Script}.", copy.Kind);
        var bytes = copy.Files.Values.Sum(one => (long)one.Length);
        if (bytes > MostBytes) throw Bad($"The program's files have {bytes} bytes together; at most {MostBytes} are kept with a run. Leave large data in files of its own.", null);
        return new RunProgram
        {
            Entry = copy.Entry,
            Files = [.. copy.Files.Keys],
            Title = Short(copy.Title),
            Origin = copy.Origin,
            Kind = copy.Kind,
        };
    }

    static void CheckName(string name)
    {
        if (name.Length is 0 or > LongestName || name[0] == '.' || !name.All(IsPlain))
            throw Bad($"'{name}' is no name for a program's file: it has 1 to {LongestName} letters, digits, dots, dashes and underscores, and does not begin with a dot.", name);
        if (IsDevice(name) || name[^1] == '.')
            throw Bad($"'{name}' is no name for a program's file: on Windows it stands for something else.", name);
        if (FileNames.IsMills(name)) throw Bad($"'{name}' is no name for a program's file: Mill keeps something of its own there.", name);
    }

    // Whatever comes behind the dot; on any system, since a home may be read on another.
    static bool IsDevice(string name) => s_devices.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase);

    static bool IsPlain(char one) => char.IsAsciiLetterOrDigit(one) || one is '.' or '-' or '_';

    static string Short(string title)
    {
        if (title.Length <= LongestTitle) return title;
        return title[..(char.IsHighSurrogate(title[LongestTitle - 1]) ? LongestTitle - 1 : LongestTitle)] + "…";
    }

    static MillException Bad(string message, string? target) => new(MillError.BadValue, message, target);
}
