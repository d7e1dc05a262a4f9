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
        var file = home.FileOf(id, "heartbeat.json");
        // By both clocks, though the machine itself may not have been up for so long.
        File.WriteAllText(file, Times().Replace(home.Text(id, "heartbeat.json"),
            found => $"{found.Groups[1]}{long.Parse(found.Groups[2].ValueSpan) - (long)age.TotalMilliseconds}"));
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow - age);
    }

    [GeneratedRegex("\"machineId\":\\s*\"[^\"]*\"")]
    private static partial Regex MachineId();

    [GeneratedRegex("(\"(?:at|atBootMs)\":\\s*)(\\d+)")]
    private static partial Regex Times();
}
