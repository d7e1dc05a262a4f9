using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Mill.Chaos;

/// <summary>One part of the proof under way: how long it may take, what chance it goes by, and what it has found.</summary>
sealed class Trial
{
    readonly Stopwatch _clock = Stopwatch.StartNew();
    readonly List<(string What, string Must, string Measured)> _rows = [];
    readonly List<string> _faults = [];
    bool _writes;

    Trial(string name) => Name = name;

    /// <summary>The part's name.</summary>
    public string Name { get; }
    /// <summary>Whether this is the short version, of less than three minutes; it is ended after eight.</summary>
    public bool IsShort { get; private set; }
    /// <summary>How long it may go on, where somebody said so.</summary>
    public TimeSpan? Limit { get; private set; }
    /// <summary>How many of whatever it counts it is to do, where somebody said so.</summary>
    public int? Count { get; private set; }
    /// <summary>The words of the only thing it is to do, where somebody said so.</summary>
    public string? Only { get; private set; }
    /// <summary>What chance goes by; the same seed does the same again, as far as processes let it.</summary>
    public int Seed { get; private set; } = Environment.TickCount & int.MaxValue;
    /// <summary>How long it has gone on.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;
    /// <summary>How many faults were found so far.</summary>
    public int Faults { get { lock (_faults) return _faults.Count; } }

    /// <summary>What the options say; null where they make no sense.</summary>
    public static Trial? Parse(string name, IReadOnlyList<string> options)
    {
        var trial = new Trial(name);
        for (var i = 0; i < options.Count; i++)
        {
            var next = i + 1 < options.Count ? options[i + 1] : null;
            switch (options[i])
            {
                case "--short": trial.IsShort = true; continue;
                case "--write": trial._writes = true; continue;
                case "--only" when next is not null: (trial.Only, i) = (next, i + 1); continue;
            }
            if (!int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
            switch (options[i++])
            {
                case "--for": trial.Limit = TimeSpan.FromMinutes(number); break;
                case "--count": trial.Count = number; break;
                case "--seed": trial.Seed = number; break;
                default: return null;
            }
        }
        return trial;
    }

    /// <summary>The number to do: what was asked for, else that of the short or the whole version.</summary>
    public int Often(int inShort, int inWhole) => Count ?? (IsShort ? inShort : inWhole);

    /// <summary>A figure for the page: what was measured, what it must be, and what it is.</summary>
    public void Tell(string what, string must, string measured)
    {
        lock (_rows) _rows.Add((what, must, measured));
        Console.WriteLine($"  {what}: {measured}{(must.Length > 0 ? $" (must be: {must})" : "")}");
    }

    /// <summary>Something that Mill promised and did not keep.</summary>
    public void Fault(string what)
    {
        lock (_faults) _faults.Add(what);
        Console.WriteLine($"  FAULT: {what}");
    }

    /// <summary>A fault unless it holds.</summary>
    public void Must(bool holds, string what)
    {
        if (!holds) Fault(what);
    }

    /// <summary>Does it, says what came of it, and ends with 1 where a fault was found.</summary>
    public int Carry(Action<Trial> run)
    {
        Console.WriteLine($"{Name}{(IsShort ? ", short" : "")}, seed {Seed}, on {Places.Mill}");
        run(this);
        Tell("took", "", $"{Elapsed.TotalMinutes:0.0} min");
        Tell("faults", "0", Faults.ToString(CultureInfo.InvariantCulture));
        if (_writes) Write(Path.Combine(Places.Repository, "docs", "reliability.md"));
        return Faults == 0 ? 0 : 1;
    }

    void Write(string page)
    {
        var table = new StringBuilder("| what | must be | measured |\n|---|---|---|\n");
        foreach (var (what, must, measured) in _rows) table.Append(CultureInfo.InvariantCulture, $"| {what} | {must} | {measured} |\n");
        File.WriteAllText(page, Between(File.ReadAllText(page), $"<!-- {Name} -->\n", "<!-- end -->", table.ToString()));
    }

    static string Between(string text, string from, string to, string put)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal);
        if (start < 0) throw new InvalidOperationException($"The page has no place for this: {from.Trim()}");
        start += from.Length;
        return text[..start] + put + text[text.IndexOf(to, start, StringComparison.Ordinal)..];
    }
}
