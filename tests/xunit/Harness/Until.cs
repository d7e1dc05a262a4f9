using System.Diagnostics;

namespace Mill.Tests.Harness;

/// <summary>Waits for a condition, and says what was seen when it does not come true in time.</summary>
static class Until
{
    static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns as soon as the condition holds; fails after the deadline.</summary>
    public static void True(Func<bool> condition, TimeSpan deadline, string what, Func<string>? seen = null)
    {
        if (Holds(condition, deadline)) return;
        Assert.Fail($"Not within {deadline.TotalSeconds:0.##} s: {what}.{(seen is null ? "" : $"\nSeen instead: {seen()}")}");
    }

    /// <summary>Returns the first value that is there; fails after the deadline.</summary>
    public static T Some<T>(Func<T?> look, TimeSpan deadline, string what, Func<string>? seen = null) where T : class
    {
        T? found = null;
        True(() => (found = look()) is not null, deadline, what, seen);
        return found!;
    }

    /// <summary>Whether the condition came true within the time.</summary>
    public static bool Holds(Func<bool> condition, TimeSpan deadline)
    {
        var clock = Stopwatch.StartNew();
        do
        {
            if (condition()) return true;
            Thread.Sleep(s_step);
        }
        while (clock.Elapsed < deadline);
        return condition();
    }

    /// <summary>Fails if the condition stops being true before the time is over.</summary>
    public static void Stays(Func<bool> condition, TimeSpan time, string what)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            Assert.True(condition(), $"After {clock.Elapsed.TotalSeconds:0.##} s it no longer holds: {what}.");
            Thread.Sleep(s_step);
        }
    }
}
