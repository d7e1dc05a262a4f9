using Mill.Cancel;
using Mill.Inspect;
using Mill.Launch;
using Mill.List;
using Mill.Liveness;
using Mill.Logs;
using Mill.Notes;
using Mill.Plans;
using Mill.Platform;
using Mill.Questions;
using Mill.Queue;
using Mill.Repair;
using Mill.Resume;
using Mill.Retention;
using Mill.Runs;
using Mill.Settings;
using Mill.Store;
using Mill.Watch;

namespace Mill;

/// <summary>The way in: one method per verb, each handing on to one folder.</summary>
public sealed class MillClient
{
    readonly MillOptions _options;
    readonly HomeFolder _home;

    /// <summary>A client for one home. Nothing is touched before a verb is used.</summary>
    public MillClient(MillOptions? options = null)
    {
        _options = options ?? new MillOptions();
        _home = new HomeFolder(Current.Platform, HomePath.Of(_options.Home));
    }

    /// <summary>The folder that holds everything.</summary>
    public string Home => _home.Path;

    /// <summary>What a start would come to, with nothing touched; the error that it would meet, where it makes no sense.</summary>
    public RunSpec Check(StartRequest request) => Guard(() => new Launcher(_home, _options).Check(request));

    /// <summary>The plan that is in a file; <see cref="MillError.BadPlan"/>, which names every fault at its line, where it makes no sense.</summary>
    public PlanRequest ReadPlan(string path) => Guard(() => PlanFile.Read(_home.Platform.Files, path));

    /// <summary>What a plan would do, with nothing touched; the error that its start would meet, where it makes no sense.</summary>
    public PlanPreview Preview(StartRequest request) =>
        Guard(() => new Launcher(_home, _options).Check(request) is var spec ? Foresight.Of(spec, History.Of(_home, spec.Name).TasksTook()) : null!);

    /// <summary>Starts a run and returns it once its process was launched, or once it waits for its turn.</summary>
    public Run Start(StartRequest request, Action<string>? warn = null)
    {
        var id = Launch(request, warn);
        return Look(id);
    }

    /// <summary>Starts a run and returns its id once its process was launched, or once it waits for its turn: for those who ask nothing more.</summary>
    public RunId Launch(StartRequest request, Action<string>? warn = null) =>
        ThenHandOn(() => new Launcher(_home, _options).Start(request, warn));

    /// <summary>Finds the one run that an id, a prefix of one or its last four letters name.</summary>
    public RunId Find(string text) => Guard(() => RunNames.Find(_home, text));

    /// <summary>What is true of a run now, and when it is usually done.</summary>
    public Run Get(RunId id) => Guard(() => History.Foretell(_home, Viewer.Look(Folder(id))));

    /// <summary>What is true of a run now, for those who look again and again: no other run is read for it.</summary>
    internal Run Look(RunId id) => Guard(() => Viewer.Look(Folder(id)));

    /// <summary>Everything that disk, locks and system say about a run.</summary>
    public Evidence Examine(RunId id) => Guard(() => new EvidenceCollector(Folder(id)).Collect());

    /// <summary>Everything that is known of a run: the evidence and what it means, the processes, the last lines.</summary>
    public Inspection Inspect(RunId id) => Guard(() =>
    {
        var seen = new Inspector(Folder(id)).Look();
        return seen with { Run = History.Foretell(_home, seen.Run) };
    });

    /// <summary>The runs that a filter lets through, newest first. A folder that cannot be read is one warning.</summary>
    public IEnumerable<Run> List(RunFilter? filter = null, Action<string>? warn = null) =>
        Guarded(new RunList(_home).List(filter ?? new RunFilter(), warn));

    /// <summary>Waits until a run is over and its worker gone; <see cref="MillError.TimedOut"/> when that takes too long.</summary>
    public Run Wait(RunId id, TimeSpan? timeout = null, CancellationToken stop = default) =>
        Guard(() => new Waiter(Folder(id)).Wait(timeout, stop));

    /// <summary>Waits as <see cref="Wait"/> does, and gives the run each time it asks something new; the last one is over.</summary>
    public IEnumerable<Run> Attend(RunId id, TimeSpan? timeout = null, CancellationToken stop = default) =>
        Guarded(new Waiter(Folder(id)).Attend(timeout, stop));

    /// <summary>Tells what happened and what happens, until the run is over or its worker gone.</summary>
    public IEnumerable<WatchItem> Watch(RunId id, WatchRequest? request = null, CancellationToken stop = default) =>
        Guarded(new Watcher(Folder(id), request ?? new WatchRequest(), stop).Watch());

    /// <summary>What the process wrote.</summary>
    public IEnumerable<LogChunk> ReadLog(RunId id, LogRequest? request = null, CancellationToken stop = default) =>
        Guarded(Guard(() => new RunLogs(Folder(id)).Read(request ?? new LogRequest(), stop)));

    /// <summary>Whether what the process wrote is gone, and not even its last lines were kept.</summary>
    internal bool HasLostLog(RunId id, string? task = null) => Guard(() => new RunLogs(Folder(id)).AreLost(task));

    /// <summary>What the process left as its objects, whole lines without their ends; a last line without an end comes once the run is over.
    /// With follow, those of every attempt in this life of the run come as they are written, until it is over; cancelling ends that quietly.</summary>
    public IEnumerable<string> ReadObjects(RunId id, bool follow = false, CancellationToken stop = default) =>
        Guarded(Guard(() => new RunLogs(Folder(id)).Objects(follow, stop)));

    /// <summary>Ends a run for good: first in the record, then its processes.</summary>
    public StopOutcome Stop(RunId id, StopRequest? request = null) =>
        ThenHandOn(() => new Canceller(_home).Stop(Folder(id).Id, request ?? new StopRequest()));

    /// <summary>Takes a note: of this process about the run that it is inside of, or of anybody about a run.</summary>
    public NoteOutcome Note(NoteRequest request, CancellationToken stop = default) => Guard(() => request.Run is { } id
        ? new NoteTaker(request).Take(Folder(id), stop)
        : new NoteTaker(request).Take(Inside("From outside, say which run: mill note --run ID TEXT"), stop));

    /// <summary>Asks a person something from inside a run, and waits for the answer; cancelling closes the question.</summary>
    public AnswerOutcome Ask(AskRequest request, CancellationToken stop = default) =>
        Guard(() => new Asker(Inside("Start what asks as a run: mill start -- COMMAND"), request).Ask(stop));

    /// <summary>Answers what a run asks.</summary>
    public AnswerOutcome Answer(RunId id, AnswerRequest request) => Guard(() => new Answerer(Folder(id), request).Answer());

    /// <summary>Puts a run's record right where the evidence allows it.</summary>
    public RepairOutcome Repair(RunId id, RepairRequest? request = null) =>
        ThenHandOn(() => Repairer().Repair(id, request ?? new RepairRequest()), request is { DryRun: true });

    /// <summary>Repairs every run of the home; a run with nothing to mend is not mentioned.</summary>
    public IEnumerable<RepairOutcome> RepairAll(RepairRequest? request = null, Action<string>? warn = null) =>
        ThenHandOn(Guarded(Repairer().RepairAll(request ?? new RepairRequest(), warn)), request is { DryRun: true });

    /// <summary>Runs again what had not finished, in the same run.</summary>
    public ResumeOutcome Resume(RunId id, ResumeRequest? request = null, Action<string>? warn = null) =>
        ThenHandOn(() => new Resumer(_home, _options).Resume(Folder(id).Id, request ?? new ResumeRequest(), warn), request is { DryRun: true });

    /// <summary>Starts a new run like an old one.</summary>
    public Run Restart(RunId id, ResumeRequest? request = null, Action<string>? warn = null) =>
        Start(Guard(() => Again.AsNew(Folder(id), request ?? new ResumeRequest())), warn);

    /// <summary>Removes a run that is over; with force, stops it first.</summary>
    public void Remove(RunId id, bool force = false) => ThenHandOn(() =>
    {
        new Remover(_home, Repairer()).Remove(id, force);
        return true;
    });

    /// <summary>The settings in force for what is started in a folder, and where each comes from; null means the folder of this process.</summary>
    public IReadOnlyList<Setting> Config(string? folder = null) => Guard(() => new SettingsList(new SettingsSearch(_home).Find(folder)).All());

    /// <summary>The templates that can be started in a folder; null means the folder of this process.</summary>
    public IReadOnlyList<TemplateFacts> Templates(string? folder = null) => Guard(() => new SettingsList(new SettingsSearch(_home).Find(folder)).Templates());

    /// <summary>Takes away logs and runs that are old enough.</summary>
    public IEnumerable<SweepOutcome> Sweep(SweepRequest? request = null)
    {
        _home.CheckOwner();
        return ThenHandOn(Guarded(new Sweeper(_home, new Remover(_home, Repairer())).Sweep(request ?? new SweepRequest())), request is { DryRun: true });
    }

    /// <summary>Every queue, by name.</summary>
    public IEnumerable<QueueView> Queues() => Guarded(Guard(() => new QueueList(_home).All()));

    /// <summary>One queue; <see cref="MillError.QueueNotFound"/> where there is none of that name.</summary>
    public QueueView Queue(string name) => Guard(() => new QueueList(_home).Get(name));

    /// <summary>Sets what holds for a queue, which is made where it is missing, and starts what may start then.</summary>
    public QueueView SetQueue(string name, QueueRequest request)
    {
        ThenHandOn(() =>
        {
            new QueueChange(_home).Set(name, request);
            return true;
        });
        return Queue(name);
    }

    /// <summary>Removes a queue that no run waits or runs in.</summary>
    public void RemoveQueue(string name) => ThenHandOn(() =>
    {
        new QueueChange(_home).Remove(name);
        return true;
    });

    OwnRun Inside(string instead) => OwnRun.Of(_home.Platform, Surroundings.Variable, instead);

    Repairer Repairer() => new(_home, (id, action) => action == "retry" ? Restart(id) : Resume(id).Run);

    RunFolder Folder(RunId id)
    {
        _home.CheckOwner();
        var folder = _home.Run(id);
        return folder.Exists ? folder : throw folder.Missing();
    }

    // Whoever changes something looks whether a run waits for that: there is no daemon to.
    T ThenHandOn<T>(Func<T> act, bool changesNothing = false)
    {
        var done = Guard(act);
        if (!changesNothing) new Dispatcher(_home, _options).HandOn();
        return done;
    }

    IEnumerable<T> ThenHandOn<T>(IEnumerable<T> items, bool changesNothing)
    {
        foreach (var one in items) yield return one;
        if (!changesNothing) new Dispatcher(_home, _options).HandOn();
    }

    IEnumerable<T> Guarded<T>(IEnumerable<T> items)
    {
        using var one = Guard(items.GetEnumerator);
        while (Guard(one.MoveNext)) yield return one.Current;
    }

    T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failures.OfHome(_home, e);
        }
    }
}
