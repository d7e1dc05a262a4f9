using System.Globalization;
using System.Text.Json;

namespace Mill.Chaos.Load;

/// <summary>A thousand runs that live at the same time.</summary>
static class Crowd
{
    const int Starters = 4, Codes = 3;

    public static void Run(Trial trial)
    {
        using var home = new TestHome { PatienceAtEnd = TimeSpan.FromMinutes(2) };
        var (client, many) = (home.Client, trial.Often(60, 1000));
        var ids = new string[many];
        var began = trial.Elapsed;
        using (Gate(home))
        {
            // They wait in the kernel for one who holds a lock: a thousand that live cost no processor.
            LoadPart.Often(many, Starters, number => ids[number] = client.Launch(LoadPart.Script(home, $"flock -s gate true; exit {number % Codes}")).Text);
            trial.Tell($"{many} runs started, by {Starters} threads", "", Seconds(trial.Elapsed - began));
            var alive = client.List(new RunFilter { Statuses = [EffectiveStatus.Running] }).Count();
            trial.Tell("of them alive at the same time", $"{many}", $"{alive}");
            trial.Must(alive == many, $"{alive} of {many} are running");
            var memory = ids.Select(home.WorkerOf).Select(Gauge.NowOf).Order().ToArray();
            trial.Tell("memory of a worker among them: the middle, the most", "", string.Create(CultureInfo.InvariantCulture, $"{memory[many / 2] / 1024.0:0.0} MiB, {memory[^1] / 1024.0:0.0} MiB"));
            trial.Tell("`mill ls --active` over them", "", Listed(trial, home, many));
            began = trial.Elapsed;
        }
        foreach (var id in ids) client.Wait(LoadPart.Id(id), TimeSpan.FromMinutes(5));
        trial.Tell("all let go at once, until the last was over", "", Seconds(trial.Elapsed - began));
        var right = ids.Select((id, number) => home.Read(id, "result.json") is var result && result.Number("exitCode") == number % Codes && Right(result, number)).Count(yes => yes);
        trial.Tell("of them ended as their command did", $"{many}", $"{right}");
        trial.Must(right == many, $"{right} of {many} ended as they must");
        LoadPart.Check(trial, home);
    }

    static bool Right(JsonElement result, int number) => result.Text("status") == (number % Codes == 0 ? "complete" : "failed");

    static string Listed(Trial trial, TestHome home, int many)
    {
        var gauge = Gauge.Of(home, 1, "ls", "--active", "--json");
        var listed = Jsons.Parse(home.Mill("ls", "--active", "--json").Out).GetArrayLength();
        trial.Must(gauge.ExitCode == 0 && listed == many, $"{listed} of {many} are listed: {gauge.Err}");
        return gauge.ToString();
    }

    static FileStream Gate(TestHome home) => new(Path.Combine(home.Work, "gate"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

    static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");
}
