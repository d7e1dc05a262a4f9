using Mill.Platform;

namespace Mill.Dummy.Behaviours;

/// <summary>Makes files and a folder as Mill does, under whatever umask it was launched with.</summary>
static class Make
{
    public static int Run(string[] arguments)
    {
        var files = Current.Platform.Files;
        string In(string name) => Path.Combine(arguments[0], name);
        files.CreateNew(In("new")).Dispose();
        files.OpenToAppend(In("appended")).Dispose();
        files.OpenToUpdate(In("updated")).Dispose();
        Current.Platform.Locks.TryTake(In("lock"), create: true)!.Dispose();
        return files.TryCreateFolder(In("folder")) && !files.TryCreateFolder(In("folder")) ? 0 : 1;
    }
}
