using Mill.Runs;

namespace Mill.Written;

/// <summary>Something that makes no sense in a file that a person wrote.</summary>
/// <param name="Line">The line, from 1; 0 where no line is to blame.</param>
/// <param name="Message">What is wrong, and what would be right.</param>
internal sealed record Fault(int Line, string Message);

/// <summary>All that is wrong with a file: reading goes on after each, so that a person is told of everything at once.</summary>
internal sealed class Faults
{
    /// <summary>No more of them are told, those of the first lines.</summary>
    public const int MostTold = 50;

    readonly List<Fault> _all = [];

    /// <summary>Whether there is none.</summary>
    public bool AreNone => _all.Count == 0;
    /// <summary>They, by their lines.</summary>
    public IReadOnlyList<Fault> All => [.. _all.OrderBy(fault => fault.Line)];

    /// <summary>Notes one.</summary>
    public void Add(int line, string message) => _all.Add(new Fault(line, message));

    /// <summary>Refuses the file where there is any.</summary>
    public void Refuse(MillError code, string name)
    {
        if (AreNone) return;
        // What stands in the file is quoted, and must not look like a fault of its own.
        var told = All.Take(MostTold).Select(fault => SafeText.Escape(fault.Line > 0 ? $"{name}:{fault.Line}: {fault.Message}" : $"{name}: {fault.Message}")).ToList();
        if (_all.Count > MostTold) told.Add($"{name}: and {_all.Count - MostTold} more");
        throw new MillException(code, string.Join('\n', told), name);
    }
}
