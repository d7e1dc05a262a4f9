namespace Mill.Dummy.Behaviours;

/// <summary>Reads standard input to its end and says how many characters there were.</summary>
static class EchoInput
{
    public static int Run(string[] arguments)
    {
        Console.WriteLine(Console.In.ReadToEnd().Length);
        return 0;
    }
}
