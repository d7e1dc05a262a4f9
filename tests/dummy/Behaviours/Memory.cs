using System.Globalization;
using System.Runtime.InteropServices;

namespace Mill.Dummy.Behaviours;

/// <summary>Takes so many MiB, touches each page, and stays.</summary>
static unsafe class Memory
{
    const int Page = 4096;

    public static int Run(string[] arguments)
    {
        var bytes = (nuint)long.Parse(arguments[0], CultureInfo.InvariantCulture) << 20;
        var memory = (byte*)NativeMemory.Alloc(bytes);
        for (nuint at = 0; at < bytes; at += Page) memory[at] = 1;
        Console.WriteLine("taken");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
