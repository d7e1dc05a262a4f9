using System.Globalization;
using System.Text;

namespace Mill.Dummy.Behaviours;

/// <summary>Prints the folder that it is in, how many arguments it got, each of them, and what it can read.</summary>
static class Echo
{
    public static int Run(string[] arguments)
    {
        string[] lines =
        [
            Directory.GetCurrentDirectory(), arguments.Length.ToString(CultureInfo.InvariantCulture), .. arguments, Console.In.ReadToEnd(),
        ];
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines).TrimEnd('\n') + "\n"));
        return 0;
    }
}
