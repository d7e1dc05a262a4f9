using System.Text.RegularExpressions;
using Mill.PowerShell;

namespace Mill.Tests.Cmdlets;

/// <summary>What the core tells people to type, as it is typed in PowerShell.</summary>
public sealed partial class The_spelling
{
    const string Command = @"\bmill (?!executable)[a-z]+\b";

    // Every text of the core that names a command or an option; what is put in stands as an id.
    static string[] Texts(string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Places.Repository, "src", "Mill.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(path => Literals().Matches(Comments().Replace(File.ReadAllText(path), "")))
            .Select(literal => Holes().Replace(literal.Groups["text"].Value, "20260102-030405-abcd"))
            .Where(text => Regex.IsMatch(text, pattern))
            .Distinct(StringComparer.Ordinal),
    ];

    [Fact]
    public void knows_every_command_that_the_core_names()
    {
        var named = Texts(Command);
        Assert.True(named.Length > 5, "The texts were not found.");
        Assert.All(named, text => Assert.DoesNotMatch(Command, Spelling.AsCmdlets(text)));
    }

    [Fact]
    public void names_only_cmdlets_that_there_are()
    {
        var cmdlets = Written.Cmdlets.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(Texts(Command).SelectMany(text => Names().Matches(Spelling.AsCmdlets(text))), name => Assert.Contains(name.Value, cmdlets));
    }

    [Fact]
    public void knows_every_option_that_the_core_names_beside_a_command() =>
        Assert.All(Texts(Command + ".*--[a-z]"), text => Assert.DoesNotMatch("--[a-z]", Spelling.AsCmdlets(text)));

    [Theory]
    [InlineData("Stop it first (mill stop 20260102-030405-abcd).", "Stop it first (Stop-MillRun 20260102-030405-abcd).")]
    [InlineData("mill repair 20260102-030405-abcd --dry-run", "Repair-MillRun 20260102-030405-abcd -WhatIf")]
    [InlineData("See mill logs 20260102-030405-abcd.", "See Get-MillLog 20260102-030405-abcd.")]
    [InlineData("mill answer 20260102-030405-abcd yes --question q1", "Send-MillAnswer 20260102-030405-abcd yes -Question q1")]
    [InlineData("From outside: mill note --run ID TEXT", "From outside: Write-MillNote -Run ID TEXT")]
    [InlineData("mill start --unset-env NAME", "Start-MillRun -RemoveEnvironment NAME")]
    [InlineData("the mill started", "the mill started")]
    [InlineData("'mill logs --force' is no answer. Try: mill ls --name 'mill ls'", "'mill logs --force' is no answer. Try: Get-MillRun -Name 'mill ls'")]
    [InlineData("The run's folder is gone. Try: mill ls; it isn't there.", "The run's folder is gone. Try: Get-MillRun; it isn't there.")]
    public void says(string core, string here) => Assert.Equal(here, Spelling.AsCmdlets(core));

    [GeneratedRegex("""\$?"(?<text>(\\.|[^"\\\n])*)" """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Literals();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Holes();

    [GeneratedRegex(@"\b[A-Z][a-z]+-Mill[A-Z][a-z]+\b")]
    private static partial Regex Names();
}
