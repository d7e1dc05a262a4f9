using Mill.Runs;

namespace Mill.Cli.Text;

/// <summary>What somebody who looks at a run in trouble may type next.</summary>
internal static class NextStep
{
    /// <summary>The commands and what each is for; none for a run that is well.</summary>
    public static (string Command, string What)[] For(Run run) => run switch
    {
        { EffectiveStatus: EffectiveStatus.Lost } =>
            [($"mill repair {run.Id}", "puts the record right"), ($"mill resume {run.Id}", "runs again what had not finished")],
        { EffectiveStatus: EffectiveStatus.Failed } =>
            [($"mill logs {run.Id} -n 50", "what it printed last"), ($"mill resume {run.Id}", "runs again what had not finished")],
        { Mismatch: true } => [($"mill repair {run.Id} --dry-run", "says what is wrong")],
        { Health: Health.Stale } => [($"mill repair {run.Id} --dry-run", "says what is known of it")],
        _ => [],
    };
}
