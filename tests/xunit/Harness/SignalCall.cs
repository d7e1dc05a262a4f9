using System.Text.RegularExpressions;

namespace Mill.Tests.Harness;

/// <summary>What a line of <c>strace</c> tells of a signal.</summary>
static partial class SignalCall
{
    /// <summary>Whether the call sends one. Number 0 only asks whether somebody is there; what a runtime tells its own threads is for nobody else.</summary>
    public static bool Sends(string line) => Sent().IsMatch(line);

    /// <summary>Whether it lets somebody go on, by a handle of that process.</summary>
    public static bool LetsGoOn(string line) => GoesOn().IsMatch(line);

    [GeneratedRegex(@"\b(kill\(-?\d+, (?!0\b)|tkill\(\d+, (?!0\b|SIGRT)|tgkill\(\d+, \d+, (?!0\b|SIGRT)|pidfd_send_signal\(\d+, (?!0\b))")]
    private static partial Regex Sent();

    [GeneratedRegex(@"\bpidfd_send_signal\(\d+, SIGCONT\b")]
    private static partial Regex GoesOn();
}
