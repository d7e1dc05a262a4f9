using Mill.Help.Cmdlets;

namespace Mill.Tests.Help;

/// <summary>The facts about cmdlets, read from the metadata of the built assembly.</summary>
public sealed class What_the_assembly_says
{
    static readonly List<Cmdlet> s_cmdlets = CmdletReader.Read(Places.Cmdlets);

    static Cmdlet Cmdlet(string name) => s_cmdlets.Single(one => one.Name == name);

    static Parameter Parameter(string cmdlet, string name) => Cmdlet(cmdlet).Parameters.Single(one => one.Name == name);

    [Fact]
    public void names_the_cmdlets_by_verb_and_noun() =>
        Assert.Superset(new HashSet<string> { "Start-MillRun", "Get-MillRun", "Stop-MillRun" }, s_cmdlets.Select(one => one.Name).ToHashSet());

    [Fact]
    public void has_a_parameter_of_a_base_with_position_aliases_and_pipeline()
    {
        var run = Parameter("Stop-MillRun", "Run");

        Assert.Equal(new Place(null) { Position = 0, Mandatory = true, ByValue = true }, Assert.Single(run.Places));
        Assert.Equal(["Id", "RunId"], run.Aliases);
        Assert.EndsWith(".RunTarget[]", run.Type);
    }

    [Fact]
    public void has_an_overridden_parameter_once_and_as_overridden() =>
        Assert.False(Assert.Single(Parameter("Get-MillRun", "Run").Places).Mandatory);

    [Fact]
    public void has_the_sets_with_the_default_one_first() =>
        Assert.Equal(["Command", "ScriptBlock", "File", "Template", "Plan"], Cmdlet("Start-MillRun").Sets);

    [Fact]
    public void has_a_parameter_that_is_in_some_sets_only()
    {
        var depth = Parameter("Start-MillRun", "Depth");

        Assert.Null(depth.In("Command"));
        Assert.NotNull(depth.In("File"));
    }

    [Fact]
    public void has_the_parameter_that_takes_the_rest() => Assert.True(Parameter("Start-MillRun", "ArgumentList").In("Command")!.Rest);

    [Fact]
    public void has_only_values() => Assert.Equal(["Fail", "Resume", "Retry"], Parameter("Repair-MillRun", "Action").Values);

    [Fact]
    public void has_switches() => Assert.True(Parameter("Stop-MillRun", "Force").IsSwitch);

    [Fact]
    public void has_wildcards() => Assert.True(Parameter("Get-MillRun", "Name").Wildcards);

    [Fact]
    public void has_what_powershell_gives_to_those_that_change_something()
    {
        Assert.Equal(["wi"], Parameter("Stop-MillRun", "WhatIf").Aliases);
        Assert.DoesNotContain(Cmdlet("Get-MillRun").Parameters, one => one.Name is "WhatIf" or "Confirm");
    }

    [Fact]
    public void has_what_is_written_and_nothing_where_nothing_is()
    {
        Assert.Equal(["MillStop", "MillRun"], Cmdlet("Stop-MillRun").Outputs.Select(TypeNames.Short));
        Assert.Empty(Cmdlet("Remove-MillRun").Outputs);
    }

    [Theory]
    [InlineData("System.String[]", "string[]")]
    [InlineData("System.Int32", "int")]
    [InlineData("System.TimeSpan", "TimeSpan")]
    [InlineData("System.Collections.Generic.Dictionary`2", "Dictionary")]
    public void is_written_as_people_write_it(string type, string shown) => Assert.Equal(shown, TypeNames.Short(type));

    [Fact]
    public void forgets_that_a_value_may_be_null() => Assert.Equal("System.Int32", Parameter("Get-MillRun", "Newest").Type);
}
