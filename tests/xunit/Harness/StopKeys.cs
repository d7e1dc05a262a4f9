using System.Runtime.CompilerServices;

namespace Mill.Tests.Harness;

/// <summary>A shell's background job is born deaf to the stop keys, and so would be all that a suite in one starts.</summary>
static class StopKeys
{
    const int Quit = 3;

    [ModuleInitializer]
    internal static void Hear()
    {
        foreach (var signal in new[] { Libc.Int, Quit }) Libc.TakeAsUsual(signal);
    }
}
