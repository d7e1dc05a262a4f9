using System.Globalization;
using System.Text.RegularExpressions;

namespace Mill.Chaos.Resisting;

/// <summary>Whom a program has signalled, as the kernel was asked to.</summary>
static partial class SignalTrace
{
    /// <summary>Whether the program that shows it is there.</summary>
    public static bool IsThere { get; } = File.Exists("/usr/bin/strace");

    /// <summary>Runs <c>mill</c> and says whom it has signalled; its own threads left out.</summary>
    public static HashSet<int> Of(TestHome home, params string[] arguments)
    {
        var file = Path.Combine(home.Work, "trace");
        Programs.Run("/usr/bin/strace", ["-f", "-e", "trace=kill,tgkill,pidfd_open,pidfd_send_signal", "-o", file, Places.Mill, .. arguments],
            home.At(new RunOptions { Deadline = TimeSpan.FromMinutes(3) })).Expect(0);
        var (targets, handles, begun) = (new HashSet<int>(), new Dictionary<int, int>(), new Dictionary<int, int>());
        foreach (var line in File.ReadLines(file))
        {
            // A call of one thread may be shown in two halves, with others between them.
            if (Begun().Match(line) is { Success: true } one) begun[Number(one, 1)] = Number(one, 2);
            if (Opened().Match(line) is { Success: true } opened) handles[Number(opened, 2)] = begun[Number(opened, 1)];
            else if (Sent().Match(line) is { Success: true } sent) targets.Add(handles[Number(sent, 1)]);
            else if (Killed().Match(line) is { Success: true } killed) targets.Add(Math.Abs(Number(killed, 1)));
        }
        return targets;
    }

    static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d+) +pidfd_open\((\d+)")]
    private static partial Regex Begun();

    [GeneratedRegex(@"^(\d+) .*pidfd_open.* = (\d+)")]
    private static partial Regex Opened();

    [GeneratedRegex(@"pidfd_send_signal\((\d+)[,<]")]
    private static partial Regex Sent();

    [GeneratedRegex(@"\bkill\((-?\d+), ")]
    private static partial Regex Killed();
}
