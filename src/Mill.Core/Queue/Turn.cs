using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Queue;

/// <summary>One look at a queue under its lock: who has a slot, and who gets one. What it comes to is done after the lock was given back.</summary>
internal sealed class Turn
{
    readonly QueueFolder _queue;
    readonly IReadOnlySet<RunId> _mended;
    readonly Newcomer? _newcomer;
    readonly QueueSettings _settings;
    readonly Dictionary<RunId, (Standing, RunStatus?)> _seen = [];
    readonly List<Admitted> _admitted = [];
    readonly List<RunId> _broken = [];
    readonly List<(RunFolder, string)> _refused = [];
    int _running;

    Turn(QueueFolder queue, IReadOnlySet<RunId> mended, Newcomer? newcomer) =>
        (_queue, _mended, _newcomer, _settings) = (queue, mended, newcomer, queue.ReadSettings());

    /// <summary>Those that are to be launched now.</summary>
    public IReadOnlyList<Admitted> Admitted => _admitted;
    /// <summary>Those that have to be repaired before their slots can be given on, or before it can be told how they ended.</summary>
    public IReadOnlyList<RunId> Broken => _broken;
    /// <summary>Those that will never start, and why.</summary>
    public IReadOnlyList<(RunFolder Run, string Why)> Refused => _refused;
    /// <summary>Whether the newcomer would have to wait and cannot; it has left no trace in the queue.</summary>
    public bool NewcomerLeft { get; private set; }
    /// <summary>Whether what becomes of the newcomer is known only once what is broken was repaired; nobody else can begin it.</summary>
    public bool NewcomerOpen { get; private set; }

    /// <summary>Takes the lock, decides, and gives it back. The newcomer's queue is made where it is missing.</summary>
    public static Turn Take(QueueFolder queue, IReadOnlySet<RunId> mended, Newcomer newcomer)
    {
        using var locked = LockedQueue.Take(queue);
        return Decide(queue, mended, newcomer);
    }

    /// <summary>The same where nobody comes; null where there is no such queue any more.</summary>
    public static Turn? TakeIfThere(QueueFolder queue, IReadOnlySet<RunId> mended, TimeSpan patience)
    {
        using var locked = LockedQueue.TakeIfThere(queue, patience);
        return locked is null ? null : Decide(queue, mended, newcomer: null);
    }

    static Turn Decide(QueueFolder queue, IReadOnlySet<RunId> mended, Newcomer? newcomer)
    {
        var turn = new Turn(queue, mended, newcomer);
        try
        {
            turn.Look();
            return turn;
        }
        catch
        {
            // Kept in a shell that lives on, they would pass for workers.
            foreach (var one in turn._admitted.Where(one => one.Life != newcomer?.Life)) queue.Home.Platform.Locks.Release(one.Life);
            throw;
        }
    }

    void Look()
    {
        if (_newcomer is not null) Place(_newcomer);
        LookAtSlots();
        foreach (var marker in _queue.Waits(HasRoom)) LookAtWaiting(marker);
        if (_newcomer is not null && !_admitted.Exists(one => one.Life == _newcomer.Life)) LetWait(_newcomer);
    }

    void Place(Newcomer newcomer)
    {
        if (_queue.FindWaiting(newcomer.Marker) is null) _queue.Place(newcomer.Marker);
        Steps.Reached("queue.placed");
    }

    void LookAtSlots()
    {
        var broken = new List<RunId>();
        foreach (var slot in _queue.Slots())
        {
            var folder = _queue.Home.Run(slot.Id);
            var standing = IsOf(slot, folder.ReadRecord().Value) ? Standings.Of(folder) : Standing.Over;
            if (standing == Standing.Over) _queue.EndSlot(slot);
            else if (standing == Standing.NeverLaunched) _queue.PutBack(slot);
            else _running++;
            Steps.Reached("queue.slot-seen");
            if (standing == Standing.Broken) broken.Add(slot.Id);
        }
        Steps.Reached("queue.slots-seen");
        // Where nobody wants its place, a lost run is left for its owner to look at.
        if (broken.Count > 0 && !_settings.Paused && _queue.HasWaiting) Mend(broken);
    }

    bool HasRoom() => AdmissionRules.Decide(_settings, _running, Others.Ready) == Admission.Start;

    // A record that tells of another queue, or of an earlier life in this one, is no claim to this slot.
    bool IsOf(QueueMarker marker, RunRecord? record) => record is null
        || (record.Spec.Queue is { } asked && QueueFolder.Of(_queue.Home, asked).Name == _queue.Name && QueueMarker.Of(marker.Id, asked).Free == marker.Free);

    void LookAtWaiting(QueueMarker marker)
    {
        var folder = _queue.Home.Run(marker.Id);
        var record = folder.Exists ? folder.ReadRecord() : default;
        if (record.IsNewer || record.IsDamaged) return; // Not ours to judge, or for a repair: either way it is none of those that go on.
        if (!Waits(record.Value, marker))
        {
            Forget(marker);
            return;
        }
        var dependencies = new Dependencies(_queue.Home, record.Value!.Spec.Queue!, _seen);
        var others = marker.WaitsForOthers ? dependencies.Look() : Others.Ready;
        Mend(dependencies.Broken);
        switch (AdmissionRules.Decide(_settings, _running, others))
        {
            case Admission.Refuse:
                _refused.Add((folder, dependencies.Objection!));
                break;
            case Admission.Start:
                Start(folder, marker);
                break;
            case Admission.Wait when others == Others.Ready && marker.WaitsForOthers:
                _queue.SetFree(marker); // What they came to counts, also when they are removed.
                Steps.Reached("queue.set-free");
                break;
        }
    }

    bool Waits(RunRecord? record, QueueMarker marker) =>
        record is { Status: RunStatus.Pending, Spec.Queue: not null } && (record.Spec.CanWait || marker.Id == _newcomer?.Folder.Id) && IsOf(marker, record);

    void Start(RunFolder folder, QueueMarker marker)
    {
        var life = _newcomer is { } own && own.Folder.Id == folder.Id ? own.Life : TryTakeLife(folder);
        if (life is null) return; // Somebody is at it: it is just being stopped, or resumed.
        // Read again now that nobody else can begin it: it may have been stopped meanwhile.
        if (folder.ReadRecord().Value is not { } record || !Waits(record, marker))
        {
            if (life != _newcomer?.Life) _queue.Home.Platform.Locks.Release(life);
            return;
        }
        _queue.GiveSlot(marker);
        _running++;
        _admitted.Add(new Admitted(folder, record, life));
        Steps.Reached("queue.slot-given");
    }

    KernelLock? TryTakeLife(RunFolder folder)
    {
        try
        {
            return _queue.Home.Platform.Locks.TryTake(folder[FileNames.WorkerLock], create: true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // Its folder has just been removed.
        }
    }

    void Forget(QueueMarker marker)
    {
        _queue.Forget(marker);
        Steps.Reached("queue.forgotten");
        _queue.Forget(marker.Free);
    }

    // Under the queue's lock: nobody may find its life lock taken and pass it by.
    void LetWait(Newcomer newcomer)
    {
        NewcomerOpen = _broken.Count > 0;
        if (NewcomerOpen) return;
        NewcomerLeft = !newcomer.Record.Spec.CanWait;
        if (NewcomerLeft) Forget(newcomer.Marker);
        else _queue.Home.Platform.Locks.Release(newcomer.Life);
    }

    void Mend(IEnumerable<RunId> broken) => _broken.AddRange(broken.Where(id => !_mended.Contains(id) && !_broken.Contains(id)));
}
