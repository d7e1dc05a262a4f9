using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Mill.PowerShell;

/// <summary>Reads several things at the same time, each on a thread of its own, and tells of them on the pipeline's thread, the only one that may write.</summary>
internal sealed class Readers : IDisposable
{
    const int Room = 256, StackBytes = 512 << 10;

    readonly BlockingCollection<Action> _news = new(Room);
    readonly CancellationTokenSource _leaving;
    readonly List<Thread> _threads = [];
    int _open = 1;

    public Readers(CancellationToken stop) => _leaving = CancellationTokenSource.CreateLinkedTokenSource(stop);

    /// <summary>Begins to read something; what is to be done about an item, or about a failure, is done within a guard.</summary>
    public void Begin<T>(Func<CancellationToken, IEnumerable<T>> read, Action<T> tell, Action<Action> guard)
    {
        Interlocked.Increment(ref _open);
        var thread = new Thread(() => Run(() => Read(read, tell, guard), guard), StackBytes) { IsBackground = true, Name = "Mill reader" };
        _threads.Add(thread);
        thread.Start();
    }

    /// <summary>Tells what is there by now.</summary>
    public void TellSome()
    {
        while (_news.TryTake(out var tell)) tell();
    }

    /// <summary>Tells everything until all is read, or the pipeline is stopped.</summary>
    public void TellAll()
    {
        Close();
        try
        {
            foreach (var tell in _news.GetConsumingEnumerable(_leaving.Token)) tell();
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // Whoever stopped the pipeline knows.
        }
    }

    /// <summary>Leaves; no thread is left behind.</summary>
    public void Dispose()
    {
        _leaving.Cancel();
        foreach (var thread in _threads) thread.Join();
        _leaving.Dispose();
        _news.Dispose();
    }

    void Read<T>(Func<CancellationToken, IEnumerable<T>> read, Action<T> tell, Action<Action> guard)
    {
        foreach (var item in read(_leaving.Token)) Post(() => guard(() => tell(item)));
    }

    void Run(Action read, Action<Action> guard)
    {
        try
        {
            try
            {
                read();
            }
            catch (Exception e) when (!_leaving.IsCancellationRequested)
            {
                // Whatever it is, the pipeline is to know: on this thread it would end the shell.
                var failed = ExceptionDispatchInfo.Capture(e);
                Post(() => guard(failed.Throw));
            }
        }
        catch (Exception) when (_leaving.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        finally
        {
            Close();
        }
    }

    void Post(Action news) => _news.Add(news, _leaving.Token);

    void Close()
    {
        if (Interlocked.Decrement(ref _open) == 0) _news.CompleteAdding();
    }
}
