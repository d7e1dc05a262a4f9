namespace Mill.Platform;

/// <summary>Something that begins with the first of several holds, and ends with the last.</summary>
internal sealed class Holds(Action begin, Action end)
{
    readonly object _gate = new();
    int _count;

    /// <summary>One more, until disposed.</summary>
    public IDisposable Take()
    {
        lock (_gate)
            if (_count++ == 0) begin();
        return new Hold(this);
    }

    sealed class Hold(Holds all) : IDisposable
    {
        bool _over;

        public void Dispose()
        {
            lock (all._gate)
            {
                if (_over) return;
                _over = true;
                if (--all._count == 0) all.End();
            }
        }
    }

    void End() => end();
}
