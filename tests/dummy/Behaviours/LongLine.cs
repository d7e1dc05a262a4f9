using System.Globalization;

namespace Mill.Dummy.Behaviours;

/// <summary>Writes so many bytes to standard output without a line end.</summary>
static class LongLine
{
    public static int Run(string[] arguments)
    {
        using var output = Console.OpenStandardOutput();
        Fill.With(output, (byte)'x', long.Parse(arguments[0], CultureInfo.InvariantCulture));
        return 0;
    }
}
