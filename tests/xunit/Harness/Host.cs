using System.Runtime.CompilerServices;

namespace Mill.Tests.Harness;

/// <summary>What the suite was started with, and what it starts is to have nothing of.</summary>
static class Host
{
    const int Quit = 3;

    [ModuleInitializer]
    internal static void Forget()
    {
        // A shell's background job is born deaf to the stop keys.
        foreach (var signal in new[] { Libc.Int, Quit }) Libc.TakeAsUsual(signal);
        // The suite may itself be running inside a run.
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsMillS)) Environment.SetEnvironmentVariable(name, null);
    }

    static bool IsMillS(string name) => name.StartsWith("MILL_", StringComparison.Ordinal) && name != Programs.ExecutableVariable;
}
