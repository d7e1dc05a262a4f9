namespace Mill.Platform.Windows;

/// <summary>Tries again for a while what others stand in the way of for a moment.</summary>
internal static class Patience
{
    const uint LongestPause = 20;
    static readonly TimeSpan s_most = TimeSpan.FromSeconds(2);

    /// <summary>Does it until it answers no such error, or time is up; the last error.</summary>
    public static int While(Func<int, bool> passes, Func<int> act)
    {
        var clock = Current.Platform.Clock;
        var began = clock.GetTimestamp();
        for (var pause = 1U; ; pause = Math.Min(pause * 2, LongestPause))
        {
            var error = act();
            if (!passes(error) || clock.GetElapsedTime(began) > s_most) return error;
            Kernel32.Sleep(pause);
        }
    }
}
