namespace Mill.Chaos.Disk;

/// <summary>Runs for these cases, which end when a file of theirs is taken away.</summary>
static class Scripts
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    /// <summary>A script.</summary>
    public static StartRequest Of(TestHome home, string text) =>
        new() { Command = "/bin/sh", Arguments = ["-c", text], WorkingDirectory = home.Work, Grace = TimeSpan.FromMilliseconds(500) };

    /// <summary>Starts one that ends so once it is let go.</summary>
    public static RunId Waiting(TestHome home, MillClient client, string end = "exit 0")
    {
        File.WriteAllText(Gate(home), "");
        return client.Launch(Of(home, $"while [ -e '{Gate(home)}' ]; do sleep 0.05; done; {end}"));
    }

    /// <summary>Lets them go.</summary>
    public static void LetGo(TestHome home) => File.Delete(Gate(home));

    /// <summary>Waits until a run is over and its worker is gone.</summary>
    public static Run Ended(TestHome home, RunId id) => home.Client.Wait(id, s_patience);

    /// <summary>Waits until nobody of the home is left.</summary>
    public static void Alone(TestHome home, TimeSpan time) =>
        Until.True(() => home.Processes().Count == 0, time, "every process is gone", () => string.Join('\n', home.Processes()));

    static string Gate(TestHome home) => Path.Combine(home.Work, "gate");
}
