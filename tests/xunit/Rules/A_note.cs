using Mill.Runs;

namespace Mill.Tests.Rules;

/// <summary>What is kept of a note, and what says how far something is.</summary>
public sealed class A_note
{
    [Theory]
    [InlineData("as it is", "as it is")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("two\r\nlines\n", "two lines")]
    [InlineData(" \t around ", "around")]
    [InlineData("\n", "")]
    [InlineData("a\0b", "a b")]
    public void is_one_line(string text, string kept) => Assert.Equal(kept, OneLine.Of(text));

    [Fact]
    public void is_cut_at_two_thousand_characters_and_never_within_one()
    {
        Assert.Equal(2_000, OneLine.Of(new string('x', 5_000)).Length);
        Assert.Equal(new string('x', 1_999), OneLine.Of(new string('x', 1_999) + "😀"));
        Assert.True(OneLine.Is(new string('x', 2_000)));
        Assert.False(OneLine.Is(new string('x', 2_001)));
        Assert.False(OneLine.Is("a\u2028b"));
    }

    [Theory]
    [InlineData("142/184", 142, 184)]
    [InlineData("0/1", 0, 1)]
    [InlineData(" 3 / 3 ", 3, 3)]
    public void says_how_far_it_is(string text, int done, int total) => Assert.Equal(new TaskProgress(done, total), ProgressText.Parse(text));

    [Theory]
    [InlineData(""), InlineData("half"), InlineData("1"), InlineData("1/"), InlineData("/2"), InlineData("1/2/3"), InlineData("1.5/3"), InlineData("50%")]
    [InlineData("-1/3"), InlineData("4/3"), InlineData("0/0"), InlineData("0/-1"), InlineData("1/99999999999")]
    public void refuses_what_makes_no_sense(string text) => Assert.Equal(MillError.BadValue, Assert.Throws<MillException>(() => ProgressText.Parse(text)).Code);

    [Theory]
    [InlineData(142, 184, "142/184 (77%)")]
    [InlineData(0, 3, "0/3 (0%)")]
    [InlineData(999, 1000, "999/1000 (99%)")]
    [InlineData(3, 3, "3/3 (100%)")]
    [InlineData(2_000_000_000, 2_147_483_647, "2000000000/2147483647 (93%)")]
    public void is_shown_with_per_cent_of_which_a_hundred_is_all(int done, int total, string shown) => Assert.Equal(shown, ProgressText.Say(done, total));

    [Fact]
    public void of_a_run_in_a_line_gives_way_to_what_it_asks()
    {
        var progress = new Progress(142, 184, null);
        Assert.Equal("142/184 (77%)  the tables", Told.Of("running", [], progress, "the tables"));
        Assert.Equal("the tables", Told.Of("running", [], new Progress(0, 1, "main"), "the tables"));
        Assert.Equal("", Told.Of("complete", [], progress, "the tables"));
        Assert.Equal("", Told.Of("lost", [], progress, "the tables"));
        var question = new Question { Id = "q1", Text = "Deploy?", Choices = ["yes", "no"], Default = "no" };
        Assert.Equal("Deploy? (yes, no; else no)", Told.Of("waiting", [question], progress, "the tables"));
        Assert.Equal("Deploy? (and 1 more)", Told.Of("waiting", [question with { Choices = null, Default = null }, question], progress, "the tables"));
    }

    [Theory]
    [InlineData(new[] { "yes", "no" }, true, "mill answer abcd yes")]
    [InlineData(new[] { "not yet", "no" }, false, "mill answer abcd 'not yet' --question q1")]
    [InlineData(new string[0], true, "mill answer abcd ANSWER")]
    public void of_a_question_comes_with_what_is_typed_to_answer_it(string[] choices, bool isOnly, string command) =>
        Assert.Equal(command, Told.Command("abcd", new Question { Id = "q1", Text = "?", Choices = choices }, isOnly));
}
