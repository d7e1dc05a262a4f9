namespace Mill.Tests.Crash;

/// <summary>Whoever asks a person, or answers, ended in the middle of it.</summary>
public sealed class A_question_cut_short : IDisposable
{
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(60);

    readonly Crashes _crashes = new();

    public void Dispose() => _crashes.Dispose();

    [Theory]
    [InlineData("events.appended")]
    [InlineData("events.synced")]
    [InlineData("file.staged")]
    [InlineData("question.asked")]
    public void by_the_death_of_who_asked_is_closed_with_the_run(string step)
    {
        var id = _crashes.Home.StartScript($"MILL_DIE_AT={step} mill ask 'Well?'; echo $?; exit 3");
        _crashes.Home.Ended(id);
        _crashes.Settle();

        _crashes.Repair();

        _crashes.IsOver(id, "failed exit");
        Assert.Equal($"{128 + Libc.Kill}\n", _crashes.Home.Text(id, "logs/main.1.out"));
        Assert.Single(_crashes.Home.Events(id, "run:waiting"));
        Assert.Equal("gone", Assert.Single(_crashes.Home.Events(id, "run:answered")).Text("payload.how"));
    }

    [Theory]
    [InlineData("events.appended")]
    [InlineData("events.synced")]
    [InlineData("file.staged")]
    [InlineData("question.answered")]
    public void by_the_death_of_who_answers_was_answered_once(string step)
    {
        var id = _crashes.Home.StartScript("mill ask 'Well?'");
        Until.True(() => _crashes.Home.Get(id).Items("questions").Length == 1, s_soon, "it asks");
        _crashes.DieAt(step, "answer", id, "yes");

        _crashes.Home.Mill("answer", id, "no", "--json").Expect(1);
        _crashes.Home.Ended(id);
        _crashes.Settle();
        _crashes.Repair();

        _crashes.IsOver(id, "complete exit");
        Assert.Equal("yes\n", _crashes.Home.Text(id, "logs/main.1.out"));
        Assert.Single(_crashes.Home.Events(id, "run:answered"));
    }
}
