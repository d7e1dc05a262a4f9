using System.Text.RegularExpressions;

namespace Mill.Tests.Cmdlets;

/// <summary>The manifest against what is built.</summary>
public sealed partial class The_manifest
{
    static readonly string s_text = File.ReadAllText(Path.Combine(Places.Repository, "Mill.psd1"));

    // What stands between the quotes after a key, however many.
    static string[] Of(string key)
    {
        var said = Regex.Match(s_text, $@"^\s*{key}\s*=\s*(@\((?<many>[^)]*)\)|(?<one>'[^'\n]*'))", RegexOptions.Multiline);
        Assert.True(said.Success, $"The manifest says nothing of {key}.");
        return [.. Quoted().Matches(said.Value).Select(one => one.Groups[1].Value)];
    }

    [Fact]
    public void exports_every_cmdlet_by_name_and_nothing_else()
    {
        Assert.Equal(Written.Cmdlets.Select(one => one.Name), Of("CmdletsToExport").Order(StringComparer.Ordinal));
        Assert.All(["FunctionsToExport", "AliasesToExport", "VariablesToExport"], key => Assert.Empty(Of(key)));
    }

    [Fact]
    public void has_the_version_of_the_assemblies()
    {
        var built = Written.Module.GetName().Version!;
        Assert.Equal([built.ToString(3)], Of("ModuleVersion"));
        Assert.Equal(built, typeof(MillClient).Assembly.GetName().Version);
    }

    [Fact]
    public void names_files_that_are_in_the_module() =>
        Assert.All([.. Of("RootModule"), .. Of("FormatsToProcess")], file => Assert.True(File.Exists(Path.Combine(Places.Module, file)), file));

    [Fact]
    public void says_where_the_module_works()
    {
        Assert.Equal(["7.4"], Of("PowerShellVersion"));
        Assert.Equal(["Core"], Of("CompatiblePSEditions"));
    }

    [Fact]
    public void is_what_the_module_was_built_with() =>
        Assert.Equal(s_text, File.ReadAllText(Path.Combine(Places.Module, "Mill.psd1")));

    // A copy of the engine in the folder would be another engine than the one that loads it.
    [Fact]
    public void comes_with_nothing_of_the_engine() =>
        Assert.DoesNotContain(Directory.EnumerateFiles(Places.Module, "*", SearchOption.AllDirectories).Select(Path.GetFileName),
            file => file!.StartsWith("System.", StringComparison.Ordinal) || file.StartsWith("Microsoft.", StringComparison.Ordinal));

    [GeneratedRegex("'([^'\n]*)'")]
    private static partial Regex Quoted();
}
