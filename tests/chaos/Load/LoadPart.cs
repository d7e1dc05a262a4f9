namespace Mill.Chaos.Load;

/// <summary>Much at once: of runs, of those that wait, of folders, of watchers, of stops, of bytes.</summary>
static class LoadPart
{
    /// <summary>All of it, one after the other, each in a home of its own.</summary>
    public static void Run(Trial trial)
    {
        Do(trial, Crowd.Run);
        Do(trial, Stops.Run);
        Do(trial, Watchers.Run);
        Do(trial, Bytes.Run);
        Do(trial, Folders.Run);
        Do(trial, Line.Run);
    }

    static void Do(Trial trial, Action<Trial> part)
    {
        var (before, name) = (trial.Elapsed, part.Method.DeclaringType!.Name);
        if (trial.Only is { } only && only != name) return;
        try
        {
            part(trial);
        }
        catch (Exception e)
        {
            trial.Fault($"{name}: {e}");
        }
        Console.WriteLine($"    {name} took {(trial.Elapsed - before).TotalSeconds:0} s");
    }

    /// <summary>Everything in a home that does not add up is a fault; of very many alike, the first.</summary>
    public static void Check(Trial trial, TestHome home)
    {
        foreach (var fault in Audit.OfHome(home).Take(20)) trial.Fault(fault);
    }

    /// <summary>A run's id as a value.</summary>
    public static RunId Id(string id) => RunId.TryParse(id, out var run) ? run : throw new InvalidOperationException(id);

    /// <summary>A request for a shell script.</summary>
    public static StartRequest Script(TestHome home, string script) => new() { Command = "/bin/sh", Arguments = ["-c", script], WorkingDirectory = home.Work };

    /// <summary>Does it so many times from a few threads.</summary>
    public static void Often(int times, int threads, Action<int> act) =>
        Parallel.For(0, times, new ParallelOptions { MaxDegreeOfParallelism = threads }, act);
}
