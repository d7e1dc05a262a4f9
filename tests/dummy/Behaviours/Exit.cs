using System.Globalization;

namespace Mill.Dummy.Behaviours;

/// <summary>Exits with a code.</summary>
static class Exit
{
    public static int Run(string[] arguments) => int.Parse(arguments[0], CultureInfo.InvariantCulture);
}
