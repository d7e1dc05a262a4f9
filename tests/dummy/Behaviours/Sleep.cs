namespace Mill.Dummy.Behaviours;

/// <summary>Does nothing for two minutes.</summary>
static class Sleep
{
    static readonly TimeSpan s_longEnough = TimeSpan.FromMinutes(2);

    public static int Run(string[] arguments)
    {
        Thread.Sleep(s_longEnough);
        return 0;
    }
}
