using Mill.Runs;

namespace Mill.Tests.Rules;

public sealed class A_secret_name
{
    [Theory]
    [InlineData("SOME_API_KEY")]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("CLIENT_SECRET")]
    [InlineData("DB_PASSWORD")]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS")]
    [InlineData("apiKey")]
    [InlineData("Secret")]
    [InlineData("MONKEY")]
    public void C95_has_a_word_for_it_anywhere_in_any_case(string name) => Assert.True(SecretNames.LooksSecret(name));

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("LANG")]
    [InlineData("USER")]
    [InlineData("PASS")]
    [InlineData("")]
    public void is_no_other(string name) => Assert.False(SecretNames.LooksSecret(name));
}
