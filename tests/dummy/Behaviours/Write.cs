using System.Globalization;

namespace Mill.Dummy.Behaviours;

/// <summary>Writes so many bytes, in lines of 64, to each stream.</summary>
static class Write
{
    public static int Run(string[] arguments)
    {
        var lines = long.Parse(arguments[0], CultureInfo.InvariantCulture) / 64;
        using var output = Console.OpenStandardOutput();
        using var error = Console.OpenStandardError();
        for (var i = 0L; i < lines; i++)
        {
            output.Write(Line('o', i));
            error.Write(Line('e', i));
        }
        return 0;
    }

    static byte[] Line(char mark, long number) =>
        [.. System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{mark} {number}").PadRight(63)), (byte)'\n'];
}
