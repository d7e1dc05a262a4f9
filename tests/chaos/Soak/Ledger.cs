using System.Collections.Concurrent;

namespace Mill.Chaos.Soak;

/// <summary>What the trial itself did and was told, by run.</summary>
sealed class Ledger
{
    readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>All that is known.</summary>
    public IReadOnlyCollection<Entry> All => [.. _entries.Values];

    /// <summary>What is known of a run; of one that nobody has told of yet, that it is there.</summary>
    public Entry Of(string id) => _entries.GetOrAdd(id, static id => new Entry(id));

    /// <summary>Some run that was started, more likely a recent one; null while there is none.</summary>
    public string? Any(Random chance)
    {
        var ids = _entries.Values.Where(one => one.WasStarted && !one.MayBeGone).Select(one => one.Id).OrderDescending(StringComparer.Ordinal).Take(chance.Next(4) == 0 ? 400 : 30).ToArray();
        return ids.Length == 0 ? null : ids[chance.Next(ids.Length)];
    }
}

/// <summary>What the trial knows of one run.</summary>
sealed class Entry(string id)
{
    int _stops, _resumes, _touches;

    public string Id { get; } = id;
    /// <summary>What was asked for, once a start had told the id.</summary>
    public Wish? Wish { get; set; }
    /// <summary>Whether a start, restart or listing gave this id to the trial.</summary>
    public bool WasStarted { get; set; }
    /// <summary>Whether the trial has asked for its removal, or a sweep has told of it.</summary>
    public bool MayBeGone { get; set; }
    /// <summary>Whether its logs may have been swept.</summary>
    public bool LogsMayBeGone { get; set; }
    /// <summary>How many generations were recounted from its events; null of one that was not recounted.</summary>
    public int? Generations { get; set; }
    /// <summary>Whether it came to what its command comes to; null of one that somebody meddled with, or that was not recounted.</summary>
    public bool? IsAsItMust { get; set; }
    /// <summary>Whether anything was done that its end may come from.</summary>
    public bool WasTouched => _touches > 0;
    /// <summary>How many stops said that they were the one that cancelled it.</summary>
    public int Stops => _stops;
    /// <summary>How many resumes said that they began a generation.</summary>
    public int Resumes => _resumes;
    /// <summary>The notes that were taken.</summary>
    public ConcurrentBag<string> Notes { get; } = [];
    /// <summary>The questions that were answered, and how.</summary>
    public ConcurrentBag<(string Question, string Answer)> Answers { get; } = [];

    public void Touch() => Interlocked.Increment(ref _touches);

    public void Stopped() => Interlocked.Increment(ref _stops);

    public void Resumed() => Interlocked.Increment(ref _resumes);
}
