using System.Collections;

namespace Mill.Runs;

/// <summary>The tasks of a record. Never changes; a list with one task changed shares nearly everything with the one before, so that
/// plans of thousands of tasks can be told event by event.</summary>
internal sealed class TaskList : IReadOnlyList<TaskRecord>
{
    const int Piece = 64;

    readonly TaskRecord[][] _pieces;
    readonly Dictionary<string, int> _places;

    TaskList(TaskRecord[][] pieces, int count, Dictionary<string, int> places) => (_pieces, Count, _places) = (pieces, count, places);

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The task at a place.</summary>
    public TaskRecord this[int place] => _pieces[place / Piece][place % Piece];

    /// <summary>Tasks as such a list.</summary>
    public static TaskList Of(IEnumerable<TaskRecord> tasks)
    {
        if (tasks is TaskList already) return already;
        var all = tasks.ToArray();
        var places = new Dictionary<string, int>(all.Length, StringComparer.Ordinal);
        for (var i = 0; i < all.Length; i++) places.TryAdd(all[i].Name, i);
        return new([.. all.Chunk(Piece)], all.Length, places);
    }

    /// <summary>The task of a name; null where there is none.</summary>
    public TaskRecord? Find(string name) => _places.TryGetValue(name, out var place) ? this[place] : null;

    /// <summary>The same tasks, the one of that name changed; the same list where there is none.</summary>
    public TaskList With(TaskRecord changed)
    {
        if (!_places.TryGetValue(changed.Name, out var place)) return this;
        var pieces = (TaskRecord[][])_pieces.Clone();
        pieces[place / Piece] = (TaskRecord[])pieces[place / Piece].Clone();
        pieces[place / Piece][place % Piece] = changed;
        return new(pieces, Count, _places);
    }

    /// <inheritdoc/>
    public IEnumerator<TaskRecord> GetEnumerator() => _pieces.SelectMany(piece => piece).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
