using Mill.PowerShell;
using Mill.PowerShell.Binding;
using Mill.Runs;

namespace Mill.Tests.Cmdlets;

/// <summary>What somebody gives to say which run is meant, and what the run is called when they are asked.</summary>
public sealed class What_names_a_run : IDisposable
{
    readonly TestHome _home = new();

    public void Dispose() => _home.Dispose();

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

    [Fact]
    public void is_a_title_for_whoever_is_asked()
    {
        var id = _home.StartScript("exit 0", "--name", "nightly");
        _home.Ended(id);

        Assert.Equal($"run {id} (nightly: /bin/sh -c 'exit 0')", RunsCommand.Title(_home.Client, _home.Client.Find(id)));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"schemaVersion\":99}")]
    public void is_its_id_where_nothing_else_can_be_read(string snapshot)
    {
        var id = _home.StartScript("exit 0");
        _home.Ended(id);
        File.WriteAllText(_home.FileOf(id, "run.json"), snapshot);
        File.WriteAllText(_home.FileOf(id, "events.ndjson"), "not json\n");

        Assert.Equal($"run {id}", RunsCommand.Title(_home.Client, _home.Client.Find(id)));
    }
}
