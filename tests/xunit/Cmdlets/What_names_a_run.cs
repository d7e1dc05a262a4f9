using Mill.PowerShell;
using Mill.PowerShell.Binding;
using Mill.Runs;

namespace Mill.Tests.Cmdlets;

/// <summary>What somebody gives to say which run is meant.</summary>
public sealed class What_names_a_run
{
    static readonly Run s_run = new() { Id = "20260102-030405-abcd", Directory = "/nowhere" };

    static readonly Question s_asked = new() { Id = "q2", Text = "Deploy?" };

    [Fact]
    public void may_name_a_question_of_it_too()
    {
        var named = RunTargetAttribute.One(new MillQuestion(s_run, s_asked, "/home"));

        Assert.Equal((s_run.Id, "/home", "q2"), (named.Text, named.MillHome, named.Question));
    }

    [Fact]
    public void names_none_where_it_is_the_run_itself() => Assert.Null(RunTargetAttribute.One(new MillRun(s_run, "/home")).Question);
}
