namespace Mill.Dummy.Behaviours;

/// <summary>Prints each argument as the system has it, in hexadecimal, one a line; the runtime's own text would hide bytes.</summary>
static class Arguments
{
    public static int Run(string[] arguments)
    {
        var line = File.ReadAllBytes("/proc/self/cmdline").AsSpan();
        for (var skipped = 0; skipped < 2; skipped++) line = line[(line.IndexOf((byte)0) + 1)..];
        for (; line.Length > 0; line = line[(line.IndexOf((byte)0) + 1)..])
            Console.WriteLine(Convert.ToHexString(line[..line.IndexOf((byte)0)]));
        return 0;
    }
}
