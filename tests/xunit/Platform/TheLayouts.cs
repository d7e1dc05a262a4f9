using System.Diagnostics;

namespace Mill.Tests.Platform;

/// <summary>Numbers and layouts that the code has by heart, held by the C compiler against the headers of this
/// system.</summary>
public sealed class The_layouts
{
    [Fact]
    public void are_those_of_this_systems_headers()
    {
        var name = OperatingSystem.IsMacOS() ? "macos.c" : "linux.c";
        using var compiler = Compile(Path.Combine(Places.Repository, "tests", "layouts", name));
        var words = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        if (words.Contains("No such file", StringComparison.Ordinal)) Assert.Skip($"Headers are missing here: {words}");
        Assert.True(compiler.ExitCode == 0, words);
    }

    static Process Compile(string file)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("cc", ["-fsyntax-only", file]) { RedirectStandardError = true, UseShellExecute = false })!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            Assert.Skip($"There is no C compiler here: {missing.Message}");
            throw;
        }
    }
}
