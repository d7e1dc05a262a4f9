using System.Globalization;

namespace Mill.Chaos.Soak;

/// <summary>A run that the trial asks for, through the library or by the command line, and what must come of it where nobody meddles.</summary>
sealed record Wish(string Kind, string Script)
{
    public string? Name { get; init; }
    public double? Timeout { get; init; }
    public double? IdleTimeout { get; init; }
    public double Grace { get; init; } = 2;
    public long? LogCap { get; init; }
    public long? OutputLimit { get; init; }
    public int Attempts { get; init; } = 1;
    public string? Queue { get; init; }
    public int Priority { get; init; }
    public string? After { get; init; }
    public bool AfterAny { get; init; }
    public bool AllowBackground { get; init; }
    public PlanRequest? Plan { get; init; }
    /// <summary>How it must end, <c>status reason</c>; null where that is open.</summary>
    public string? MustEnd { get; init; }
    /// <summary>What its only spawn must have written; null where nobody says.</summary>
    public string? MustWrite { get; init; }

    /// <summary>The same for the library.</summary>
    public StartRequest Request(TestHome home, string proofs) => new()
    {
        Command = Plan is null ? "/bin/sh" : "",
        Arguments = Plan is null ? ["-c", Script] : [],
        Plan = Plan,
        Name = Name,
        WorkingDirectory = home.Work,
        Environment = new Dictionary<string, string?> { ["PROOFS"] = proofs, ["PATH"] = home.At(new RunOptions()).Environment["PATH"] },
        Timeout = Seconds(Timeout),
        IdleTimeout = Seconds(IdleTimeout),
        Grace = Seconds(Grace),
        LogCap = LogCap,
        OutputLimit = OutputLimit,
        AllowBackground = AllowBackground,
        Retry = Attempts > 1 ? new RetryPolicy { Attempts = Attempts, DelayMs = 100 } : null,
        Queue = Queue,
        Priority = Queue is null ? null : Priority,
        After = After is null ? [] : [After],
        AfterAny = After is not null && AfterAny,
    };

    /// <summary>The same as words of a command line; a plan has none.</summary>
    public string[] Words(string proofs) =>
    [
        "start", "--env", $"PROOFS={proofs}", .. Option("name", Name), .. Option("timeout", Text(Timeout)), .. Option("idle-timeout", Text(IdleTimeout)),
        .. Option("grace", Text(Grace)), .. Option("log-cap", Text(LogCap)), .. Option("output-limit", Text(OutputLimit)),
        .. Option("queue", Queue), .. Option("priority", Queue is null ? null : Text(Priority)), .. Option("after", After),
        .. Option("retry", Attempts > 1 ? Text(Attempts) : null), .. Option("retry-delay", Attempts > 1 ? "0.1s" : null),
        .. AfterAny && After is not null ? ["--after-any"] : Array.Empty<string>(), .. AllowBackground ? ["--allow-background"] : Array.Empty<string>(),
        "--json", "--", "/bin/sh", "-c", Script,
    ];

    static string[] Option(string name, string? value) => value is null ? [] : [$"--{name}", value];

    static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);

    static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
