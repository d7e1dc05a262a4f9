using System.Text.RegularExpressions;

namespace Mill.Tests.Harness;

/// <summary>Records that are made to say something else than what is true.</summary>
static partial class Forged
{
    /// <summary>Its worker is on another machine.</summary>
    public static void IsOnAnotherMachine(this TestHome home, string id)
    {
        foreach (var name in new[] { "worker.json", "run.json", "events.ndjson" })
            File.WriteAllText(home.FileOf(id, name), MachineId().Replace(home.Text(id, name), "\"machineId\":\"another\""));
    }

    /// <summary>Its last heartbeat is that old.</summary>
    public static void HasOldHeartbeat(this TestHome home, string id, TimeSpan age)
    {
        var (file, at) = (home.FileOf(id, "heartbeat.json"), home.Read(id, "heartbeat.json").Number("at"));
        var text = home.Text(id, "heartbeat.json").Replace($"{at}", $"{at - (long)age.TotalMilliseconds}");
        File.WriteAllText(file, AtBoot().Replace(text, found => found.Groups[1].Value + "0".PadLeft(found.Groups[2].Length, ' ')));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow - age);
    }

    [GeneratedRegex("\"machineId\":\\s*\"[^\"]*\"")]
    private static partial Regex MachineId();

    [GeneratedRegex("(\"atBootMs\":\\s*)(\\d+)")]
    private static partial Regex AtBoot();
}
