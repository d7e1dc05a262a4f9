using System.Globalization;

namespace Mill.Chaos.Load;

/// <summary>Ten thousand runs that wait in one queue.</summary>
static class Line
{
    const int Slots = 6, Clients = 3;
    static readonly TimeSpan s_stall = TimeSpan.FromMinutes(2);

    // A file that only one can make stands for a slot: whoever finds none free is one too many. Nothing but the last step is a process.
    const string TakeSlot = """
        set -C
        for i in 1 2 3 4 5 6; do
            if { echo $$ > slot.$i; } 2> /dev/null; then echo $MILL_RUN_ID >> ran; exec rm slot.$i; fi
        done
        echo $MILL_RUN_ID >> overflow; exit 9
        """;

    public static void Run(Trial trial)
    {
        using var home = new TestHome { PatienceAtEnd = TimeSpan.FromMinutes(1) };
        var many = trial.Often(200, 10_000);
        home.Client.SetQueue("line", new QueueRequest { Parallel = Slots, Paused = true });
        var began = trial.Elapsed;
        LoadPart.Often(many, Clients, number => home.Client.Launch(LoadPart.Script(home, TakeSlot) with { Queue = "line", Priority = number * 7919 % 5 - 2 }));
        Rate(trial, $"{many} runs entered one queue, by {Clients} clients", many, trial.Elapsed - began);
        trial.Tell($"`mill queue ls` with {many} waiting", "", Gauge.Of(home, 0, "queue", "ls").ToString());
        began = trial.Elapsed;
        home.Client.SetQueue("line", new QueueRequest { Paused = false });
        Follow(trial, home, many);
        Rate(trial, $"the queue worked off, {Slots} slots", many, trial.Elapsed - began);
        Judge(trial, home, many);
    }

    static void Rate(Trial trial, string what, int many, TimeSpan took) =>
        trial.Tell(what, "", string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0} s, {many / took.TotalSeconds:0} a second"));

    // Nobody else passes: the runs hand their slots on among themselves.
    static void Follow(Trial trial, TestHome home, int many)
    {
        var (left, since) = (many, trial.Elapsed);
        while (left > 0)
        {
            Thread.Sleep(200);
            var now = Directory.GetFiles(Path.Combine(home.Home, "active")).Length;
            if (now < left) (left, since) = (now, trial.Elapsed);
            if (trial.Elapsed - since < s_stall) continue;
            trial.Fault($"{left} runs are forgotten");
            return;
        }
    }

    static void Judge(Trial trial, TestHome home, int many)
    {
        var ran = File.ReadAllLines(Path.Combine(home.Work, "ran"));
        trial.Tell("of them ran, exactly once each", $"{many}", $"{ran.Distinct().Count()}");
        trial.Must(ran.Length == many && ran.Distinct().Count() == many, $"{ran.Length} times a run ran, {ran.Distinct().Count()} of {many} did");
        var tooMany = File.Exists(Path.Combine(home.Work, "overflow")) ? File.ReadAllLines(Path.Combine(home.Work, "overflow")).Length : 0;
        trial.Tell("that found all slots taken", "0", $"{tooMany}");
        trial.Must(tooMany == 0, $"{tooMany} ran beyond the number of slots");
        var passed = OutOfTurn(home);
        trial.Tell("that began before one who was in front and not under way", "0", $"{passed}");
        trial.Must(passed == 0, $"{passed} runs began out of their turn");
        LoadPart.Check(trial, home);
    }

    // Of those in front, only as many as have the other slots may begin later: they are under way.
    static int OutOfTurn(TestHome home)
    {
        var inTurn = Directory.EnumerateDirectories(Path.Combine(home.Home, "runs")).Select(folder => Path.GetFileName(folder)!)
            .Select(id => (Asked: home.Read(id, "run.json"), Id: id, Began: DateTimeOffset.Parse(home.Events(id, "spawn:start")[0].Text("timestamp")!, CultureInfo.InvariantCulture)))
            .OrderByDescending(run => run.Asked.Number("spec.queue.priority"))
            .ThenBy(run => DateTimeOffset.Parse(run.Asked.Text("spec.queue.since")!, CultureInfo.InvariantCulture)).Select(run => run.Began).ToArray();
        return inTurn.Where((began, place) => inTurn.Take(place).Count(other => other > began) >= Slots).Count();
    }
}
