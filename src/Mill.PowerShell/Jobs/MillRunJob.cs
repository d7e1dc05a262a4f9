using System.ComponentModel;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using Mill.PowerShell.Scripts;
using Mill.Runs;

namespace Mill.PowerShell.Jobs;

/// <summary>A run as PowerShell's jobs are: it gives what the run gives, and ends as it ends. Forgetting it leaves the run alone.</summary>
internal sealed class MillRunJob : Job2
{
    readonly CancellationTokenSource _forgotten = new();
    readonly MillClient _client;
    readonly RunId _run;
    int _generation;

    /// <summary>Begins to read what the run gives.</summary>
    public MillRunJob(MillClient client, Run run)
        : base(SafeText.Command(run), run.Name ?? run.Id, InstanceOf(client.Home, run.Id))
    {
        _client = client;
        _ = RunId.TryParse(run.Id, out _run);
        _generation = run.Generation;
        PSJobTypeName = "MillRun";
        SetJobState(JobState.Running);
        new Thread(Follow) { IsBackground = true, Name = "Mill job" }.Start();
    }

    /// <summary>The number under which the job of a run is known everywhere and always.</summary>
    public static Guid InstanceOf(string home, string id) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{home}\n{id}")).AsSpan(0, 16));

    /// <summary>Whether the run lives again, or did, after this job was over.</summary>
    public bool IsOutlivedBy(Run run) => JobStateInfo.State is JobState.Completed or JobState.Failed or JobState.Stopped && run.Generation > _generation;

    /// <inheritdoc/>
    public override string Location => "localhost";
    /// <inheritdoc/>
    public override string StatusMessage => _run.Text;
    /// <inheritdoc/>
    public override bool HasMoreData =>
        Output.Count + Error.Count + Warning.Count + Verbose.Count + Debug.Count + Information.Count > 0;

    /// <inheritdoc/>
    public override void StopJob() => StopJob(force: false, "Stop-Job");

    /// <inheritdoc/>
    public override void StopJob(bool force, string reason)
    {
        if (JobStateInfo.State == JobState.Running) SetJobState(JobState.Stopping);
        _client.Stop(_run, new StopRequest { Reason = reason, Force = force });
        Finished.WaitOne();
    }

    /// <inheritdoc/>
    public override void StopJobAsync() => StopJobAsync(force: false, "Stop-Job");

    /// <inheritdoc/>
    public override void StopJobAsync(bool force, string reason) => ThreadPool.QueueUserWorkItem(_ =>
    {
        Exception? refused = null;
        try
        {
            StopJob(force, reason);
        }
        catch (MillException e)
        {
            refused = e;
        }
        OnStopJobCompleted(new AsyncCompletedEventArgs(refused, cancelled: false, userState: null));
    });

    /// <inheritdoc/>
    public override void StartJob() => throw Never("started");
    /// <inheritdoc/>
    public override void StartJobAsync() => throw Never("started");
    /// <inheritdoc/>
    public override void SuspendJob() => throw Never("suspended");
    /// <inheritdoc/>
    public override void SuspendJobAsync() => throw Never("suspended");
    /// <inheritdoc/>
    public override void SuspendJob(bool force, string reason) => throw Never("suspended");
    /// <inheritdoc/>
    public override void SuspendJobAsync(bool force, string reason) => throw Never("suspended");
    /// <inheritdoc/>
    public override void ResumeJob() => throw Never("resumed");
    /// <inheritdoc/>
    public override void ResumeJobAsync() => throw Never("resumed");
    /// <inheritdoc/>
    public override void UnblockJob() => throw Never("unblocked");
    /// <inheritdoc/>
    public override void UnblockJobAsync() => throw Never("unblocked");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _forgotten.Cancel();
        base.Dispose(disposing);
    }

    void Follow()
    {
        try
        {
            foreach (var one in StreamRecord.Of(_client, _run, follow: true, _forgotten.Token)) one.AddTo(this);
            End(_client.Wait(_run, stop: _forgotten.Token));
        }
        catch (MillException e)
        {
            if (!_forgotten.IsCancellationRequested) Fail(e); // Removed meanwhile, or damaged.
        }
        catch (Exception e) when (e is not MillException)
        {
            if (_forgotten.IsCancellationRequested) return; // The job was removed; the run goes on.
            // Whatever it is, the job is to say so: on this thread it would end the shell.
            Error.Add(new ErrorRecord(e, e.GetType().Name, ErrorCategory.NotSpecified, _run.Text));
            End(JobState.Failed);
        }
    }

    void End(Run run)
    {
        _generation = run.Generation;
        if (run.EffectiveStatus == EffectiveStatus.Complete) End(JobState.Completed);
        else if (run.Status == RunStatus.Cancelled) End(JobState.Stopped);
        else Fail(new MillException(MillError.RunFailed, Attending.Sentence(run), run.Id));
    }

    void Fail(MillException why)
    {
        Error.Add(Errors.Of(why, _run.Text));
        End(JobState.Failed);
    }

    void End(JobState state)
    {
        foreach (var complete in new Action[] { Output.Complete, Error.Complete, Warning.Complete, Verbose.Complete, Debug.Complete, Information.Complete }) complete();
        SetJobState(state);
    }

    static NotSupportedException Never(string what) => new($"A run is not {what} as a job; see Resume-MillRun and Restart-MillRun.");
}
