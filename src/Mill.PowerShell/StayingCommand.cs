using System.Collections.Concurrent;
using Mill.Runs;

namespace Mill.PowerShell;

/// <summary>A cmdlet that stays with several runs at the same time. Leaving it leaves the runs alone.</summary>
public abstract class StayingCommand : RunsCommand
{
    readonly ConcurrentDictionary<string, bool> _going = new(StringComparer.Ordinal);
    Readers? _readers;

    /// <summary>What to type to be back where one left.</summary>
    private protected abstract string ComeBack { get; }

    /// <inheritdoc/>
    private protected override string? Farewell => Attending.Farewell(ComeBack, [.. _going.Keys.Order(StringComparer.Ordinal)], MillHome is null ? null : Client.Home);

    /// <summary>Begins to read something of a run, and tells what has come so far of all of them.</summary>
    private protected void Stay<T>(RunId id, Func<CancellationToken, IEnumerable<T>> read, Action<T> tell)
    {
        _readers ??= new Readers(StopToken);
        _going[id.Text] = true;
        _readers.Begin(stop => ToTheEnd(id.Text, () => read(stop)), tell, act => For(id.Text, act));
        _readers.TellSome();
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _readers?.TellAll();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _readers?.Dispose();
        base.Dispose();
    }

    IEnumerable<T> ToTheEnd<T>(string id, Func<IEnumerable<T>> read)
    {
        foreach (var item in read()) yield return item;
        _going.TryRemove(id, out _);
    }
}
