using Mill.Platform.Windows;

namespace Mill.Tests.Rules;

public sealed class A_command_line_of_Windows
{
    // What the C runtime makes of each: its documentation's own examples among them.
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\tb", "\"a\tb\"")]
    [InlineData("\"", "\"\\\"\"")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("a\\", "a\\")]
    [InlineData("a b\\", "\"a b\\\\\"")]
    [InlineData("a\\\\b c", "\"a\\\\b c\"")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    [InlineData("a\\\\\"b c", "\"a\\\\\\\\\\\"b c\"")]
    [InlineData("%PATH%", "%PATH%")]
    [InlineData("&calc", "&calc")]
    public void keeps_each_argument_apart(string argument, string line) => Assert.Equal(line, WindowsCommandLine.Of([argument]));

    [Fact]
    public void has_a_blank_between_arguments() => Assert.Equal("a \"b c\" \"\" d", WindowsCommandLine.Of(["a", "b c", "", "d"]));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("&calc", "\"&calc\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("^|<>();,=", "\"^|<>();,=\"")]
    [InlineData("%PATH%", "\"%%cd:~,%PATH%%cd:~,%\"")]
    [InlineData("a\\", "\"a\\\\\"")]
    [InlineData("!x!", "\"!x!\"")]
    [InlineData("C:\\a\\b", "C:\\a\\b")]
    public void C11_of_a_batch_file_lets_no_argument_be_more_than_one(string argument, string word) =>
        Assert.Equal($"\"C:\\w\\cmd.exe\" /e:ON /v:OFF /d /c \"\"C:\\x y\\b.cmd\" {word}\"", BatchCommandLine.Of("C:\\w\\cmd.exe", "C:\\x y\\b.cmd", [argument]));

    [Theory, InlineData("a\"b"), InlineData("\"&calc&\""), InlineData("a\nb"), InlineData("a\r")]
    public void of_a_batch_file_is_refused_where_an_argument_could_end(string argument) =>
        Assert.Contains("batch file", BatchCommandLine.Objection(["fine", argument]));

    [Fact]
    public void of_a_batch_file_is_not_refused_for_anything_else() => Assert.Null(BatchCommandLine.Objection(["%PATH%", "&", "a b", ""]));

    [Fact]
    public void has_variables_sorted_by_name_and_one_of_each() =>
        Assert.Equal("A=1\0b=3\0Path=p\0\0", new string(EnvironmentBlock.Of(["Path=p", "B=2", "A=1", "b=3"])));

    [Theory]
    [InlineData("\\\\?\\C:\\a", "C:\\a"), InlineData("\\\\?\\UNC\\server\\share", "\\\\server\\share"), InlineData("C:\\a", "C:\\a")]
    public void has_paths_as_people_write_them(string path, string plain) => Assert.Equal(plain, LongPath.Plain(path));
}
