using Mill.Runs;

namespace Mill;

/// <summary>The way in: one method per verb, each handing on to one folder.</summary>
public sealed class MillClient
{
    readonly MillOptions _options;

    /// <summary>A client for one home. Nothing is touched before a verb is used.</summary>
    public MillClient(MillOptions? options = null) => _options = options ?? new MillOptions();

    /// <summary>The folder that holds everything.</summary>
    public string Home => throw new NotImplementedException();

    /// <summary>Starts a run and returns it once its process was launched.</summary>
    public Run Start(StartRequest request) => throw new NotImplementedException();

    /// <summary>Finds the one run that an id, a prefix of one or its last four letters name.</summary>
    public RunId Find(string text) => throw new NotImplementedException();

    /// <summary>What is true of a run now.</summary>
    public Run Get(RunId id) => throw new NotImplementedException();

    /// <summary>The runs that a filter lets through, newest first. A folder that cannot be read is one warning.</summary>
    public IEnumerable<Run> List(RunFilter? filter = null, Action<string>? warn = null) => throw new NotImplementedException();

    /// <summary>Waits until a run is over and its worker gone; <see cref="MillError.TimedOut"/> when that takes too long.</summary>
    public Run Wait(RunId id, TimeSpan? timeout = null, CancellationToken stop = default) => throw new NotImplementedException();

    /// <summary>Tells what happened and what happens, until the run is over or its worker gone.</summary>
    public IEnumerable<WatchItem> Watch(RunId id, WatchRequest? request = null, CancellationToken stop = default) => throw new NotImplementedException();

    /// <summary>What the process wrote.</summary>
    public IEnumerable<LogChunk> ReadLog(RunId id, LogRequest? request = null, CancellationToken stop = default) => throw new NotImplementedException();

    /// <summary>Ends a run for good: first in the record, then its processes.</summary>
    public StopOutcome Stop(RunId id, StopRequest? request = null) => throw new NotImplementedException();

    /// <summary>Puts a run's record right where the evidence allows it.</summary>
    public RepairOutcome Repair(RunId id, RepairRequest? request = null) => throw new NotImplementedException();

    /// <summary>Repairs every run of the home; a run with nothing to mend is not mentioned.</summary>
    public IEnumerable<RepairOutcome> RepairAll(RepairRequest? request = null, Action<string>? warn = null) => throw new NotImplementedException();

    /// <summary>Runs again what had not finished, in the same run.</summary>
    public ResumeOutcome Resume(RunId id, ResumeRequest? request = null) => throw new NotImplementedException();

    /// <summary>Starts a new run like an old one.</summary>
    public Run Restart(RunId id, ResumeRequest? request = null) => throw new NotImplementedException();

    /// <summary>Removes a run that is over; with force, stops it first.</summary>
    public void Remove(RunId id, bool force = false) => throw new NotImplementedException();

    /// <summary>Takes away logs and runs that are old enough.</summary>
    public IEnumerable<SweepOutcome> Sweep(SweepRequest? request = null) => throw new NotImplementedException();
}
