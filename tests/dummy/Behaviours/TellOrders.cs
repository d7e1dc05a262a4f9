namespace Mill.Dummy.Behaviours;

/// <summary>A worker that says what it was told and handed.</summary>
static class TellOrders
{
    public static int Run(string[] arguments)
    {
        var inheritance = Mill.Platform.Current.Platform.TakeInheritance();
        inheritance.Say($"arguments={string.Join('|', arguments)}");
        inheritance.Say($"orders={inheritance.Orders()}");
        inheritance.Say($"lock={inheritance.Life.File.Inode}");
        inheritance.Say($"parent={Mill.Platform.Current.Platform.Processes.Look(Environment.ProcessId)!.ParentPid}");
        inheritance.Say($"trial={Environment.GetEnvironmentVariable("MILL_TRIAL")}");
        return 0;
    }
}
