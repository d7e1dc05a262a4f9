using System.Collections;

namespace Mill.Dummy.Behaviours;

/// <summary>Prints its environment, one variable a line.</summary>
static class PrintEnvironment
{
    public static int Run(string[] arguments)
    {
        foreach (DictionaryEntry one in Environment.GetEnvironmentVariables()) Console.WriteLine($"{one.Key}={one.Value}");
        return 0;
    }
}
