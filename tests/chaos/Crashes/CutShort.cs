using System.Globalization;

namespace Mill.Chaos.Crashes;

/// <summary>A scenario in which somebody is ended at a step, and then perhaps those that repair it, each at its step of that number.</summary>
sealed record CutShort(Scenario What, string Step, params int[] Repairs)
{
    const string At = ", ended at ", Then = ", then repair at step ", Why = ": ";

    /// <summary>Reads the words in which a fault of one is told; null where they name no scenario, or no step of it.</summary>
    public static CutShort? Parse(string words) =>
        words.Split(Why)[0].Split(At) is [var name, var rest] && Scenarios.Named(name) is { } what && rest.Split(Then) is [var step, .. var repairs]
            ? new CutShort(what, step, [.. repairs.Select(number => int.Parse(number, CultureInfo.InvariantCulture))])
            : null;

    public override string ToString() => $"{What}{At}{string.Join(Then, [Step, .. Repairs])}";
}
