using Mill.PowerShell.Scripts;

namespace Mill.Tests.Scripts;

public sealed class A_line_of_an_object_log
{
    const string Nothing = """<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Nil /></Objs>""";

    [Theory]
    [InlineData('O', ObjectKind.Output)]
    [InlineData('E', ObjectKind.Error)]
    [InlineData('T', ObjectKind.TerminatingError)]
    [InlineData('W', ObjectKind.Warning)]
    [InlineData('V', ObjectKind.Verbose)]
    [InlineData('D', ObjectKind.Debug)]
    [InlineData('I', ObjectKind.Information)]
    [InlineData('N', ObjectKind.NativeError)]
    [InlineData('X', ObjectKind.NotKept)]
    internal void says_what_it_keeps(char letter, ObjectKind kind)
    {
        Assert.True(ObjectLine.TryParse($"{letter} {Nothing}", out var line));
        Assert.Equal(new ObjectLine(kind, Nothing), line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("O")]
    [InlineData("O ")]
    [InlineData("O text")]
    [InlineData("o " + Nothing)]
    [InlineData("Q " + Nothing)]
    [InlineData("OO " + Nothing)]
    [InlineData(Nothing)]
    [InlineData("O <Objs><S>torn")]
    [InlineData("O " + Nothing + "O <Objs>")]
    public void is_none_when_it_is_torn_or_foreign(string text) => Assert.False(ObjectLine.TryParse(text, out _));
}
