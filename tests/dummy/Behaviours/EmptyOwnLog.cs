namespace Mill.Dummy.Behaviours;

/// <summary>Writes a line, empties the file that its standard output is, and writes another.</summary>
static class EmptyOwnLog
{
    public static int Run(string[] arguments)
    {
        Console.WriteLine("before");
        using (new FileStream("/dev/stdout", FileMode.Truncate, FileAccess.Write)) { }
        Console.WriteLine("after");
        return 0;
    }
}
