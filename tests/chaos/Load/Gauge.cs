using System.Diagnostics;
using System.Globalization;

namespace Mill.Chaos.Load;

/// <summary>What the executable takes for an answer: time, and memory at its highest.</summary>
sealed record Gauge(int ExitCode, string[] Lines, string Err, TimeSpan Took, long PeakKb)
{
    /// <summary>Runs it to its end; what it writes is read line by line and only so much of it kept.</summary>
    public static Gauge Of(TestHome home, int kept, params string[] words)
    {
        var clock = Stopwatch.StartNew();
        using var mill = Programs.Start(Places.Mill, words, home.At(new RunOptions()));
        mill.StandardInput.Close();
        var lines = new List<string>();
        var (count, peak) = (0, 0L);
        var error = mill.StandardError.ReadToEndAsync();
        var reading = Task.Run(() =>
        {
            for (; mill.StandardOutput.ReadLine() is { } line; count++)
                if (lines.Count < kept) lines.Add(line);
        });
        while (!mill.WaitForExit(10)) peak = Math.Max(peak, PeakOf(mill.Id));
        Task.WaitAll(reading, error);
        return new Gauge(mill.ExitCode, [.. lines], error.Result, clock.Elapsed, peak) { Count = count };
    }

    /// <summary>How many lines there were.</summary>
    public int Count { get; init; }

    /// <summary>In words, for the page.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Took.TotalSeconds:0.00} s, {PeakKb / 1024} MiB");

    /// <summary>The most memory that a process has had so far, in KiB.</summary>
    public static long PeakOf(int pid) => Kb(pid, "VmHWM");

    /// <summary>The memory that a process has now, in KiB.</summary>
    public static long NowOf(int pid) => Kb(pid, "VmRSS");

    static long Kb(int pid, string field) => long.TryParse(ProcFs.Status(pid, field), CultureInfo.InvariantCulture, out var kb) ? kb : 0;
}
