using System.Globalization;

namespace Mill.Tests.Platform;

/// <summary>Bytes as another system lays them out. Each line of a file of samples: a name, the size, and the runs that
/// are not zero, with the offset of each.</summary>
static class Sample
{
    /// <summary>A sample of macOS, from <c>tests/layouts/macos.c</c>.</summary>
    public static byte[] OfMacOS(string name)
    {
        var path = Path.Combine(Places.Repository, "tests", "xunit", "Platform", "Samples", "macos.txt");
        var parts = File.ReadLines(path).Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ');
        var bytes = new byte[int.Parse(parts[1], CultureInfo.InvariantCulture)];
        foreach (var run in parts[2..].Select(one => one.Split(':')))
            Convert.FromHexString(run[1]).CopyTo(bytes, int.Parse(run[0], CultureInfo.InvariantCulture));
        return bytes;
    }
}
