using Mill.Launch;
using Mill.Runs;
using Mill.Store;

namespace Mill.Notes;

/// <summary>Takes a note: of the process inside a run that tells how far it is, or of anybody about a run.</summary>
internal sealed class NoteTaker(NoteRequest request)
{
    readonly string _text = Text(request.Text);
    readonly TaskProgress? _progress = Progress(request);

    /// <summary>Takes the note of a process inside the run.</summary>
    public NoteOutcome Take(OwnRun own, CancellationToken stop)
    {
        using var locked = own.Take(stop);
        return Take(locked, own.Spawn);
    }

    /// <summary>Takes the note of somebody outside.</summary>
    public NoteOutcome Take(RunFolder folder, CancellationToken stop)
    {
        if (_progress is not null) throw new MillException(MillError.BadValue, "Only a process inside a run tells how far it is; from outside, leave the progress out.", folder.Id.Text);
        using var locked = LockedRun.Take(folder, stop);
        if (locked.Record is { IsTerminal: true } over) throw OwnRun.Over(over);
        if (locked.Record is null) folder.Require();
        return Take(locked, null);
    }

    NoteOutcome Take(LockedRun locked, SpawnId? spawn)
    {
        locked.Change(EventDraft.Of(new NoteTold(spawn?.ToString(), spawn?.Task, _text, _progress?.Done, _progress?.Total)));
        return new(locked.Folder.Id.Text, spawn?.ToString(), spawn?.Task, _text, _progress);
    }

    static string Text(string text) => OneLine.Of(text) is { Length: > 0 } line ? line : throw new MillException(MillError.BadValue, "A note has at least one character.", "text");

    static TaskProgress? Progress(NoteRequest request) => request switch
    {
        { Done: null, Total: null } => null,
        { Done: { } done, Total: { } total } => ProgressText.Check(done, total),
        _ => throw new MillException(MillError.BadValue, "How far it is takes two numbers: how much is done, and of how much.", "progress"),
    };
}
