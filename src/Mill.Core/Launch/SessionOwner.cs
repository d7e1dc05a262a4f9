using Mill.Platform;

namespace Mill.Launch;

/// <summary>Who ends what a session leaves behind, however it was started.</summary>
internal static class SessionOwner
{
    // By what they look for in the environment of processes when a job is over.
    static readonly (string Variable, string Host)[] s_hosts =
        [("RUNNER_TRACKING_ID", "GitHub Actions"), ("VSTS_PROCESS_LOOKUP_ID", "Azure Pipelines"), ("JENKINS_NODE_COOKIE", "Jenkins")];

    /// <summary>What is to be said to who starts a run with this environment; null where nobody is seen who would end it.</summary>
    public static string? Warning(IReadOnlyDictionary<string, string> environment, IPlatform platform)
    {
        foreach (var (variable, host) in s_hosts)
            if (environment.ContainsKey(variable))
                return $"{host} ends whatever has {variable} in its environment when the job is over, and this run with it. If it is to live on: mill start --unset-env {variable}";
        return platform.Processes.Unit is { } unit
            ? $"This run is in the unit {unit}, and systemd ends it when it stops that. If it is to live on, start it in a unit of its own: systemd-run --user --scope"
            : null;
    }
}
