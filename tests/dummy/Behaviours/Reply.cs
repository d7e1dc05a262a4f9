using System.Text;
using Mill.Platform;

namespace Mill.Dummy.Behaviours;

/// <summary>What a worker of the tests says to its launcher, line by line.</summary>
static class Reply
{
    /// <summary>Says one thing.</summary>
    public static void Say(this Inheritance inheritance, string line) =>
        Pipes.WriteAll(inheritance.ToLauncher, Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Reads what it was told, all of it.</summary>
    public static string Orders(this Inheritance inheritance) =>
        Encoding.UTF8.GetString(Pipes.ReadToEnd(inheritance.FromLauncher));
}
