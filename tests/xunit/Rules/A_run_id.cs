using Mill.List;
using Mill.Platform;
using Mill.Runs;
using Mill.Store;

namespace Mill.Tests.Rules;

public sealed class A_run_id
{
    [Fact]
    public void is_its_moment_in_utc_and_four_letters()
    {
        var id = RunId.New(new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)));
        Assert.Matches("^20260102-030405-[a-z2-7]{4}$", id.Text);
        Assert.Equal(id.Text[^4..], id.LastFour);
        Assert.True(RunId.TryParse(id.Text, out var same));
        Assert.Equal(id, same);
    }

    [Fact]
    public void sorts_by_time()
    {
        var ids = new[] { 3, 1, 2 }.Select(day => RunId.New(new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero))).Order();
        Assert.Equal(["20260101", "20260102", "20260103"], ids.Select(id => id.Text[..8]));
    }

    [Fact]
    public void is_hardly_ever_made_twice_in_one_second()
    {
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var ids = Enumerable.Range(0, 200).Select(_ => RunId.New(now)).ToHashSet();
        Assert.InRange(ids.Count, 190, 200); // A million names: 200 of them collide once in fifty tries.
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abcd")]
    [InlineData("20260102-030405-abc")]
    [InlineData("20260102-030405-abcde")]
    [InlineData("20260102-030405-ABCD")]
    [InlineData("20260102-030405-abc1")]
    [InlineData("20260102-030405_abcd")]
    [InlineData("20261302-030405-abcd")]
    [InlineData("20260102-250405-abcd")]
    [InlineData("20260102 030405-abcd")]
    [InlineData("20260102-030405-abc/")]
    [InlineData("20260102-030405-../x")]
    [InlineData("../20260102-03040-ab")]
    [InlineData("/0260102-030405-abcd")]
    [InlineData("20260102-030405-ab\0d")]
    [InlineData("２０２６0102-030405-abcd")]
    public void C84_is_nothing_else_and_never_a_path(string? text) => Assert.False(RunId.TryParse(text, out _));

    [Theory]
    [InlineData("20260102-030405-abcd", "20260102-030405-abcd")]
    [InlineData("20260102-030405-a", "20260102-030405-abcd")]
    [InlineData("20260103", "20260103-030405-wxyz")]
    [InlineData("wxyz", "20260103-030405-wxyz")]
    [InlineData("abcd", "RunAmbiguous")]
    [InlineData("202601", "RunAmbiguous")]
    [InlineData("20260104", "RunNotFound")]
    [InlineData("xyz", "RunNotFound")]
    [InlineData("20260102-030405-zzzz", "RunNotFound")]
    [InlineData("", "BadRunId")]
    [InlineData("..", "BadRunId")]
    [InlineData("../runs/20260102-030405-abcd", "BadRunId")]
    [InlineData("/etc", "BadRunId")]
    [InlineData("WXYZ", "BadRunId")]
    public void may_be_given_by_its_beginning_or_its_last_four_letters(string text, string means)
    {
        using var folder = new Platform.Folder();
        foreach (var id in new[] { "20260102-030405-abcd", "20260103-030405-wxyz", "20260105-030405-abcd" })
            Directory.CreateDirectory(folder[$"runs/{id}"]);
        Assert.Equal(means, Find(new HomeFolder(Current.Platform, folder.Root), text));
    }

    static string Find(HomeFolder home, string text)
    {
        try { return RunNames.Find(home, text).Text; }
        catch (MillException e) { return e.Code.ToString(); }
    }

    [Theory]
    [InlineData("main.1", "main", 1)]
    [InlineData("build.net.12", "build.net", 12)]
    public void of_a_spawn_is_its_task_and_attempt(string text, string task, int attempt)
    {
        Assert.True(SpawnId.TryParse(text, out var id));
        Assert.Equal(new SpawnId(task, attempt), id);
        Assert.Equal(text, id.ToString());
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("main"), InlineData(".1"), InlineData("main."), InlineData("main.0")]
    [InlineData("main.-1"), InlineData("main.x"), InlineData("main.1 "), InlineData("main.99999999999")]
    public void of_a_spawn_is_nothing_else(string? text) => Assert.False(SpawnId.TryParse(text, out _));
}
