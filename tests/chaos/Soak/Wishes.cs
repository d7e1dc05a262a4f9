namespace Mill.Chaos.Soak;

/// <summary>What runs are asked for, each kind as often as its weight says.</summary>
static class Wishes
{
    /// <summary>The queues that runs are put into.</summary>
    public static readonly string[] Queues = ["one", "two", "wide"];

    // Which attempt ran, told by itself before it does anything else.
    const string Proof = "echo $MILL_SPAWN_ID >> $PROOFS/$MILL_RUN_ID; ";

    static readonly (int Weight, Func<Random, string?, Wish> Make)[] s_kinds =
    [
        (18, (chance, _) => Brief(chance)),
        (9, (chance, _) => new("sleepy", $"{Proof}sleep {Tenths(chance, 40)}") { MustEnd = "complete exit", MustWrite = "" }),
        (6, (_, _) => new("long", Proof + "exec sleep 600")),
        (6, (chance, _) => new("timeout", Proof + "sleep 600") { Timeout = 0.3 + chance.NextDouble() * 3, MustEnd = "failed timeout" }),
        (3, (chance, _) => new("idle", Proof + "echo once; sleep 600") { IdleTimeout = 0.5 + chance.NextDouble(), MustEnd = "failed idle-timeout" }),
        (4, (_, _) => new("stubborn", Proof + "trap '' TERM; while :; do sleep 1; done") { Grace = 0.3 }),
        (6, (_, _) => new("daemon", Proof + "setsid sleep 600 & setsid sh -c 'sleep 600 & sleep 600' > /dev/null 2>&1 & sleep 0.1") { MustEnd = "complete exit" }),
        (3, (_, _) => new("allowed", Proof + "setsid sleep 600 > /dev/null 2>&1 & sleep 0.1") { AllowBackground = true, MustEnd = "complete exit" }),
        (5, (chance, _) => new("retried", $"{Proof}sleep 0.1; exit {chance.Next(1, 9)}") { Attempts = chance.Next(2, 4), MustEnd = "failed dead-letter" }),
        (8, (chance, _) => Planned(chance)),
        (18, (chance, _) => Brief(chance) with { Kind = "queued", Queue = Queues[chance.Next(Queues.Length)], Priority = chance.Next(-2, 3) }),
        (6, (chance, other) => Brief(chance) with { Kind = "after", After = other, AfterAny = chance.Next(2) == 0, MustEnd = null, MustWrite = null }),
        (5, (chance, _) => new("nested", $"{Proof}mill start -- sleep 600; mill start -- sh -c '{Proof}sleep {Tenths(chance, 20)}'; sleep {Tenths(chance, 30)}")),
        (6, (chance, _) => new("asking", $"{Proof}mill ask --timeout {chance.Next(2, 9)} --default none 'Go on?'; mill ask --timeout 2 --choice yes --choice no 'Sure?'; echo asked")),
        (3, (chance, _) => new("noisy", $"{Proof}head -c {chance.Next(2, 30)}000000 /dev/zero | tr '\\0' x") { LogCap = 2 << 20, MustEnd = "complete exit" }),
        (2, (_, _) => new("endless", Proof + "yes") { LogCap = 2 << 20, OutputLimit = 20_000_000, MustEnd = "failed output-limit" }),
        (3, (_, _) => new("telling", Proof + "for i in 1 2 3 4 5; do mill note --progress $i/5 \"step $i\"; sleep 0.1; done") { MustEnd = "complete exit" }),
        (2, (_, _) => new("crashing", Proof + "kill -SEGV $$") { MustEnd = "failed signal" }),
    ];

    /// <summary>One at random; of those that wait for another run, for the one that is named.</summary>
    public static Wish Any(Random chance, string? other)
    {
        var at = chance.Next(s_kinds.Sum(kind => kind.Weight));
        var made = s_kinds.First(kind => (at -= kind.Weight) < 0).Make(chance, other);
        return chance.Next(3) > 0 ? made : made with { Name = $"soak-{chance.Next(5)}" };
    }

    static Wish Brief(Random chance)
    {
        var (lines, code) = (chance.Next(60), chance.Next(6) == 0 ? chance.Next(1, 120) : 0);
        return new("brief", $"{Proof}i=0; while [ $i -lt {lines} ]; do echo line $i; i=$((i+1)); done; exit {code}")
        {
            MustEnd = code == 0 ? "complete exit" : "failed exit",
            MustWrite = string.Concat(Enumerable.Range(0, lines).Select(line => $"line {line}\n")),
        };
    }

    static Wish Planned(Random chance) => new("plan", "")
    {
        Plan = new PlanRequest
        {
            Parallel = chance.Next(1, 4),
            FailFast = chance.Next(4) == 0,
            Tasks = [.. Enumerable.Range(0, chance.Next(2, 9)).Select(place => Task(chance, place))],
        },
    };

    static TaskRequest Task(Random chance, int place) => new()
    {
        Name = $"t{place}",
        Command = "/bin/sh",
        Arguments = ["-c", $"{Proof}sleep {Tenths(chance, 6)}; exit {(chance.Next(5) == 0 ? 1 : 0)}"],
        After = [.. Enumerable.Range(0, place).Where(_ => chance.Next(3) == 0).Select(before => $"t{before}")],
        AllowFailure = chance.Next(3) == 0,
        Retry = chance.Next(3) == 0 ? new RetryPolicy { Attempts = 3, DelayMs = 50 } : null,
    };

    static string Tenths(Random chance, int most) => FormattableString.Invariant($"{chance.Next(1, most) / 10.0:0.0}");
}
