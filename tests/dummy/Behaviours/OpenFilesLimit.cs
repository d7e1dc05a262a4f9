using Mill.Platform;

namespace Mill.Dummy.Behaviours;

/// <summary>Prints the limit of open files that its caller had, where that is not its own.</summary>
static class OpenFilesLimit
{
    public static int Run(string[] arguments)
    {
        Console.WriteLine(Current.Platform.Processes.CallersOpenFilesLimit());
        return 0;
    }
}
