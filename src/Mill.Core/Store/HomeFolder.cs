using Mill.Platform;
using Mill.Runs;

namespace Mill.Store;

/// <summary>The folder that holds everything: <c>runs/</c> and <c>active/</c>, the to-do list.</summary>
internal sealed class HomeFolder(IPlatform platform, string path)
{
    /// <summary>Its path, absolute.</summary>
    public string Path { get; } = path;
    /// <summary>Where the runs are.</summary>
    public string Runs { get; } = System.IO.Path.Combine(path, FileNames.Runs);
    /// <summary>Where the markers are.</summary>
    public string Active { get; } = System.IO.Path.Combine(path, FileNames.Active);
    /// <summary>Where the copies of <c>mill</c> are that workers run.</summary>
    public string Bin { get; } = System.IO.Path.Combine(path, FileNames.Bin);
    /// <summary>Where the queues are.</summary>
    public string Queues { get; } = System.IO.Path.Combine(path, FileNames.Queues);
    /// <summary>The system below it.</summary>
    public IPlatform Platform { get; } = platform;

    /// <summary>The folder of one run, whether it is there or not.</summary>
    public RunFolder Run(RunId id) => new(this, id);

    /// <summary>The ids of all runs, in no order. Refuses another user's home; a missing one has no runs.</summary>
    public IEnumerable<RunId> Ids()
    {
        CheckOwner();
        return Ids(Runs);
    }

    /// <summary>The ids on the to-do list, in no order.</summary>
    public IEnumerable<RunId> ActiveIds()
    {
        CheckOwner();
        return Ids(Active);
    }

    /// <summary>Whether a run is on the to-do list.</summary>
    public bool IsActive(RunId id) => Platform.Files.Look(MarkerOf(id)) is not null;

    /// <summary>Puts a run on the to-do list; false when it is there already.</summary>
    public bool Mark(RunId id)
    {
        if (IsActive(id)) return false;
        Platform.Files.CreateNew(MarkerOf(id)).Dispose();
        return true;
    }

    /// <summary>Takes a run off the to-do list.</summary>
    public void Unmark(RunId id) => Platform.Files.Delete(MarkerOf(id));

    /// <summary>When a run was put on the to-do list.</summary>
    public DateTimeOffset? MarkedAt(RunId id) => Platform.Files.Look(MarkerOf(id))?.ModifiedAt;

    /// <summary>Refuses a home of somebody else, one that everybody may put things into, and one with a link or another's folder in
    /// the place of its own.</summary>
    public void CheckOwner()
    {
        if (Look(Path) is not { } facts) return;
        if (facts.Kind != FileKind.Folder)
            throw new MillException(MillError.HomeNotUsable, $"The home {Path} is not a folder; name another with --home.", Path);
        foreach (var folder in new[] { Path, Runs, Active, Queues, Bin }) Check(folder);
    }

    void Check(string folder)
    {
        if (Look(folder) is not { } facts) return;
        if (facts.Kind != FileKind.Folder)
            throw new MillException(MillError.HomeNotUsable, $"{folder} is no folder ({facts.Kind}), and its home cannot be used; remove it, or name another home with --home.", folder);
        if (Platform.Files.OwnerOf(folder) is { } owner && owner != Platform.Machine.UserId)
            throw new MillException(MillError.HomeNotYours,
                $"The home {folder} belongs to user {owner}, not to you ({Platform.Machine.UserId}); name one of your own with --home.", folder);
        if (Platform.Files.IsOpenToAll(folder))
            throw new MillException(MillError.HomeNotUsable, $"Everybody may write to {folder}: what is in it may be anybody's (chmod o-w {folder}), or name another home with --home.", folder);
    }

    FileFacts? Look(string path)
    {
        try
        {
            return Platform.Files.Look(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unreadable(e);
        }
    }

    IEnumerable<RunId> Ids(string folder)
    {
        foreach (var name in Names(folder))
            if (RunId.TryParse(name, out var id)) yield return id;
    }

    IEnumerable<string> Names(string folder)
    {
        try
        {
            return Platform.Files.Names(folder);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unreadable(e);
        }
    }

    MillException Unreadable(UnauthorizedAccessException e) =>
        new(MillError.HomeNotUsable, $"The home {Path} cannot be read: {e.Message} Let it be read, or name another home with --home.", Path, e);

    string MarkerOf(RunId id) => System.IO.Path.Combine(Active, id.Text);
}
