using System.Reflection;

namespace Mill.Tests.Cmdlets;

/// <summary>What holds for every cmdlet, told from what is written down and not by an engine.</summary>
public sealed class The_cmdlets
{
    const int Low = 1, Medium = 2; // System.Management.Automation.ConfirmImpact

    static readonly string[] s_changing =
    [
        "Remove-MillRun", "Repair-MillRun", "Request-MillAnswer", "Restart-MillRun", "Resume-MillRun", "Send-MillAnswer", "Set-MillQueue", "Start-MillRun",
        "Stop-MillRun", "Write-MillNote",
    ];

    // Inside a run, where the run is no question.
    static readonly string[] s_inside = ["Request-MillAnswer", "Write-MillNote"];

    static readonly IReadOnlyList<WrittenCmdlet> s_all = Written.Cmdlets;

    static IEnumerable<string> Of(Func<WrittenCmdlet, PropertyInfo, bool> which) =>
        from cmdlet in s_all from parameter in cmdlet.Parameters where which(cmdlet, parameter) select $"{cmdlet} -{parameter.Name}";

    static IEnumerable<string> Aliases(PropertyInfo parameter) => parameter.Those("Alias").SelectMany(Written.Values).Cast<string>();

    static bool Is(PropertyInfo parameter, string type) => (Nullable(parameter.PropertyType) ?? parameter.PropertyType).FullName == type;

    static Type? Nullable(Type type) => type.IsGenericType && type.Name == "Nullable`1" ? type.GetGenericArguments()[0] : null;

    [Fact]
    public void are_there() => Assert.Superset(s_changing.Append("Get-MillRun").ToHashSet(), s_all.Select(one => one.Name).ToHashSet());

    [Fact]
    public void have_approved_verbs_and_few_nouns()
    {
        Assert.Contains("Repair", Written.ApprovedVerbs);
        Assert.DoesNotContain(s_all, one => !Written.ApprovedVerbs.Contains(one.Verb));
        Assert.DoesNotContain(s_all, one => one.Noun is not ("MillRun" or "MillPlan" or "MillLog" or "MillJob" or "MillConfig" or "MillNote" or "MillAnswer" or "MillQueue"));
    }

    [Fact]
    public void are_sealed_and_each_has_a_file_of_its_name() =>
        Assert.All(s_all, one =>
        {
            Assert.True(one.Type.IsSealed, one.Name);
            Assert.Equal($"Mill.PowerShell.Commands.{one.Verb}{one.Noun}Command", one.Type.FullName);
            Assert.True(File.Exists(Path.Combine(Places.Repository, "src", "Mill.PowerShell", "Commands", $"{one.Type.Name}.cs")), one.Name);
        });

    [Fact]
    public void say_what_they_write() => Assert.All(s_all, one => Assert.NotEmpty(one.Type.Those("OutputType").SelectMany(Written.Values)));

    [Fact]
    public void ask_before_they_change_something_and_only_then() =>
        Assert.Equal(s_changing, s_all.Where(one => one.CanBeAsked).Select(one => one.Name));

    [Fact]
    public void ask_about_a_start_only_those_who_want_to_be_asked_about_everything() =>
        Assert.All(s_all.Where(one => one.CanBeAsked), one => Assert.Equal(one.Verb == "Start" || s_inside.Contains(one.Name) ? Low : Medium, one.Impact));

    [Fact]
    public void take_nothing_but_runs_from_the_pipeline_and_nothing_by_the_name_of_a_property()
    {
        Assert.Contains("Stop-MillRun -Run", Of((_, parameter) => Told(parameter, "ValueFromPipeline")));
        Assert.Empty(Of((_, parameter) => parameter.Name != "Run" && Told(parameter, "ValueFromPipeline")));
        Assert.Empty(Of((_, parameter) => Told(parameter, "ValueFromPipelineByPropertyName")));
    }

    [Fact]
    public void take_the_runs_first_and_in_the_same_way()
    {
        var runs = s_all.Where(one => one.Parameter("Run") is not null && !s_inside.Contains(one.Name)).ToArray();
        Assert.Equal(s_all.Count(one => one.Verb != "Start" && one.Noun is not ("MillConfig" or "MillQueue" or "MillPlan") && !s_inside.Contains(one.Name)), runs.Length);
        Assert.All(runs.Select(one => one.Parameter("Run")!), run =>
        {
            Assert.Equal("RunTarget[]", run.PropertyType.Name);
            Assert.Equal(["Id", "RunId"], Aliases(run));
            Assert.All(run.Those("Parameter"), said => Assert.Equal((0, true), ((int?)said.Named("Position"), said.Named("ValueFromPipeline") is true)));
            Assert.True(run.Has("RunTarget"));
            Assert.True(run.Has("ArgumentCompleter"));
        });
    }

    [Fact]
    public void need_a_run_unless_bare_means_all() =>
        Assert.Equal(["Get-MillRun -Run", "Repair-MillRun -Run"], Of((_, parameter) => parameter.Name == "Run" && !Told(parameter, "Mandatory")));

    [Fact]
    public void let_the_home_be_named_everywhere() =>
        Assert.All(s_all, one => Assert.Equal(["Home"], Aliases(one.Parameter("MillHome")!)));

    // $Home cannot be set: a function that hands its own parameters on would break.
    [Fact]
    public void have_no_parameter_that_is_called_as_a_variable_of_the_engine() =>
        Assert.Empty(Of((_, parameter) => parameter.Name is "Home" or "Host" or "PID" or "Error" or "Input" or "Args" or "Event" or "Sender"));

    [Theory]
    [InlineData("System.TimeSpan", "Duration")]
    [InlineData("System.Int64", "Size")]
    [InlineData("System.DateTimeOffset", "Moment")]
    [InlineData("System.DateTime", "Moment")]
    public void read_lengths_and_moments_as_they_were_typed(string type, string reading) =>
        Assert.Empty(Of((_, parameter) => Is(parameter, type) && !parameter.Has(reading)));

    [Fact]
    public void read_every_tag_in_the_same_way() =>
        Assert.Empty(Of((_, parameter) => parameter.Name == "Tag" && !(parameter.Has("Tags") && parameter.Has("ArgumentCompleter"))));

    [Fact]
    public void take_what_the_parameters_of_a_plan_stand_for_wherever_they_take_a_plan()
    {
        var sets = s_all.Where(one => one.Parameter("Plan") is not null).Select(one => (one.Name, Set: one.Parameter("Set"))).ToArray();

        Assert.Equal(["Get-MillPlan", "Start-MillRun"], sets.Select(one => one.Name));
        Assert.All(sets, one => Assert.True(one.Set is { } set && set.Has("Tags") && set.Has("ArgumentCompleter"), one.Name));
    }

    [Fact]
    public void can_be_made_by_the_engine() => Assert.All(s_all, one => Assert.NotNull(one.Type.GetConstructor([])));

    static bool Told(PropertyInfo parameter, string what) => parameter.Those("Parameter").Any(said => said.Named(what) is true);
}
