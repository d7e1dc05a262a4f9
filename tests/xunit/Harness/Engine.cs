namespace Mill.Tests.Harness;

/// <summary>The PowerShell on PATH, which this project's tests can do without.</summary>
static class Engine
{
    const string Asking = "$p = Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 } | Select-Object -First 1; \"$($PSVersionTable.PSVersion) $($p.Version)\"";

    static readonly Lazy<string?> s_missing = new(Look);

    /// <summary>Why the cmdlets cannot be tested here; null where they can.</summary>
    public static string? Missing => s_missing.Value;

    /// <summary>Runs it to its end, without a profile and with nobody to answer questions.</summary>
    public static Answer Run(RunOptions options, params string[] arguments) =>
        Programs.Run("pwsh", ["-NoLogo", "-NoProfile", "-NonInteractive", .. arguments], options);

    static string? Look()
    {
        if (!OnPath("pwsh")) return "pwsh is not on PATH";
        var said = Run(new RunOptions(), "-Command", Asking).Expect(0).Out.Trim().Split(' ');
        return said switch
        {
            [var engine, ..] when !IsRecent(engine) => $"pwsh is {engine}, and has to be 7.4 or later",
            [_, { Length: > 0 }] => null,
            _ => "pwsh has no Pester 5",
        };
    }

    static bool IsRecent(string version) => Version.TryParse(version.Split('-')[0], out var read) && read >= new Version(7, 4);

    static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
