using System.Globalization;
using Mill.Platform.Posix;

namespace Mill.Platform.Linux;

/// <summary>Limits held by the user's own systemd: every launch gets a transient scope.</summary>
internal sealed class SystemdScope
{
    static readonly string[] s_places = ["/usr/bin/systemd-run", "/bin/systemd-run", "/run/current-system/sw/bin/systemd-run"];
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    readonly string _program;
    readonly string _runtimeFolder;
    readonly string[] _properties;

    SystemdScope(string program, string runtimeFolder, string[] properties) =>
        (_program, _runtimeFolder, _properties) = (program, runtimeFolder, properties);

    /// <summary>Prepares it; null where there is no such systemd, or it does not do as it is told.</summary>
    public static SystemdScope? TryPrepare(long? memory, double? processors)
    {
        var program = s_places.FirstOrDefault(Current.Platform.Files.MayExecute);
        var folder = $"/run/user/{Current.Platform.Machine.UserId}";
        if (program is null || !Status.TryLook($"{folder}/bus", out _)) return null;
        var scope = new SystemdScope(program, folder, Properties(memory, processors));
        return scope.Works() ? scope : null;
    }

    /// <summary>The same launch, in a scope; systemd-run becomes the process itself, so the pid is right.</summary>
    public ProcessLaunch Wrap(ProcessLaunch launch) => launch with
    {
        Path = _program,
        Arguments = [_program, "--user", "--scope", "--quiet", "--collect", .. _properties, "--", launch.Path, .. launch.Arguments.Skip(1)],
        Environment = WithRuntimeFolder(launch.Environment),
    };

    IReadOnlyList<string> WithRuntimeFolder(IReadOnlyList<string> environment)
    {
        const string Name = "XDG_RUNTIME_DIR=";
        return environment.Any(one => one.StartsWith(Name, StringComparison.Ordinal))
            ? environment
            : [.. environment, Name + _runtimeFolder];
    }

    static string[] Properties(long? memory, double? processors)
    {
        var properties = new List<string>();
        if (memory is { } bytes) properties.AddRange(["-p", Invariant($"MemoryMax={bytes}"), "-p", "MemorySwapMax=0"]);
        if (processors is { } count)
            properties.AddRange(["-p", Invariant($"CPUQuota={Math.Max(1, Math.Round(count * 100))}%")]);
        return [.. properties];
    }

    // A bus that is there may still refuse, or never answer.
    bool Works()
    {
        using var request = new SpawnRequest(default).GiveNull(0).GiveNull(1).GiveNull(2);
        var pid = request.Start(_program, [_program, "--user", "--scope", "--quiet", "--collect", .. _properties, "--", "/bin/true"],
            WithRuntimeFolder([]), out var error);
        if (error != 0) return false;
        using (var handle = Opened(pid))
            if (handle is not null && !handle.WaitForExit(s_patience)) handle.Send(StopSignal.Kill);
        return ExitStatus.Of(pid) is { Code: 0 };
    }

    static ProcessHandle? Opened(int pid) =>
        Current.Platform.Processes.Look(pid) is { } facts ? Current.Platform.Processes.Open(facts.Identity) : null;

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
