using System.Collections.Concurrent;
using System.Management.Automation;

namespace Mill.PowerShell.Jobs;

/// <summary>Shows the jobs that were asked for to <c>Get-Job</c> and its kin, and no other run: <c>Get-Job | Remove-Job -Force</c> is to touch none.</summary>
public sealed class MillJobSourceAdapter : JobSourceAdapter
{
    static readonly ConcurrentDictionary<Guid, MillRunJob> s_asked = new();

    /// <summary>Made by the engine when the module is imported.</summary>
    public MillJobSourceAdapter() => Name = nameof(MillJobSourceAdapter);

    /// <summary>The job of a run; the same one each time, until it is removed, or the run lives again after its job was over.</summary>
    internal static Job2 JobOf(MillClient client, Runs.Run run)
    {
        var instance = MillRunJob.InstanceOf(client.Home, run.Id);
        return s_asked.TryGetValue(instance, out var known) && !known.IsOutlivedBy(run) ? known : s_asked[instance] = new MillRunJob(client, run);
    }

    /// <inheritdoc/>
    public override Job2 NewJob(JobInvocationInfo specification) =>
        throw new NotSupportedException("Start a run with Start-MillRun, and make a job of it with ConvertTo-MillJob.");

    /// <inheritdoc/>
    public override IList<Job2> GetJobs() => Where(_ => true);

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByName(string name, bool recurse) => Where(job => Matches(name, job.Name));

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByCommand(string command, bool recurse) => Where(job => Matches(command, job.Command));

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByState(JobState state, bool recurse) => Where(job => job.JobStateInfo.State == state);

    /// <inheritdoc/>
    public override Job2? GetJobByInstanceId(Guid instanceId, bool recurse) => s_asked.GetValueOrDefault(instanceId);

    /// <inheritdoc/>
    public override Job2? GetJobBySessionId(int id, bool recurse) => Where(job => job.Id == id).FirstOrDefault();

    /// <inheritdoc/>
    public override IList<Job2> GetJobsByFilter(Dictionary<string, object> filter, bool recurse) =>
        Where(job => filter.All(one => Matches(one.Value?.ToString() ?? "", PSObject.AsPSObject(job).Properties[one.Key]?.Value?.ToString())));

    /// <inheritdoc/>
    public override void RemoveJob(Job2 job)
    {
        if (job is not MillRunJob ours) return;
        s_asked.TryRemove(new(job.InstanceId, ours)); // Not the one that came after it, under the same number.
        ours.Dispose();
    }

    static bool Matches(string pattern, string? text) => text is not null && new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(text);

    static List<Job2> Where(Func<MillRunJob, bool> passes) => [.. s_asked.Values.Where(passes).OrderBy(job => job.Id)];
}
