using System.Globalization;

namespace Mill.Dummy.Behaviours;

/// <summary>Overwrites its own environment, as programs do that put a title there, writes its pid into a file, and stays.</summary>
static unsafe class OverwriteEnvironment
{
    const int StartAt = 47, EndAt = 48; // env_start and env_end, fields 50 and 51 of /proc/PID/stat, counted from the state

    public static int Run(string[] arguments)
    {
        OwnArea.Fill(StartAt, EndAt, "title");
        File.WriteAllText(arguments[0], Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}

/// <summary>A stretch of this process's memory that its <c>/proc</c> shows to others.</summary>
static unsafe class OwnArea
{
    /// <summary>Fills it with zeros, and a text at its beginning.</summary>
    public static void Fill(int startAt, int endAt, string text)
    {
        var line = File.ReadAllText("/proc/self/stat");
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        var start = ulong.Parse(fields[startAt], CultureInfo.InvariantCulture);
        var area = new Span<byte>((void*)start, (int)(ulong.Parse(fields[endAt], CultureInfo.InvariantCulture) - start));
        area.Clear();
        System.Text.Encoding.ASCII.GetBytes(text).AsSpan(0, Math.Min(text.Length, area.Length - 1)).CopyTo(area);
    }
}
