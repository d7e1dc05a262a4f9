using System.Diagnostics;

namespace Mill.Bench;

/// <summary>Times commands in turns, so that whatever else the machine does falls on all of them.</summary>
static class Comparison
{
    /// <summary>Prints each command's name and the median of its rounds, in milliseconds.</summary>
    public static int Run(int rounds, int pauseMs, string[] words)
    {
        var contenders = Split(words).ToArray();
        var times = contenders.ToDictionary(one => one.Name, _ => new List<double>());
        for (var round = -1; round < rounds; round++)
            foreach (var (name, command) in contenders)
            {
                var took = Once(command);
                if (round >= 0) times[name].Add(took);
                Thread.Sleep(pauseMs);
            }
        foreach (var (name, _) in contenders) Console.WriteLine(FormattableString.Invariant($"{name} {Median(times[name]):F3}"));
        return 0;
    }

    static double Once(string[] command)
    {
        var clock = Stopwatch.StartNew();
        var code = Spawn.AndWait(command);
        var took = clock.Elapsed.TotalMilliseconds;
        if (code != 0) throw new InvalidOperationException($"{string.Join(' ', command)}: exit code {code}");
        return took;
    }

    static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    static IEnumerable<(string Name, string[] Command)> Split(string[] words)
    {
        for (var at = 0; at < words.Length;)
        {
            var end = Array.IndexOf(words, ":::", at) is var found and >= 0 ? found : words.Length;
            yield return (words[at], words[(at + 1)..end]);
            at = end + 1;
        }
    }
}
