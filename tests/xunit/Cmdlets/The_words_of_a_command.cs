using Mill.PowerShell.Binding;

namespace Mill.Tests.Cmdlets;

/// <summary>Which words of a typed line are the command's. Words are written as the shell takes them: what begins with a
/// dash is an option, <c>=</c> in front means that the word touches the one before.</summary>
public sealed class The_words_of_a_command
{
    static readonly OwnParameter[] s_own =
    [
        new("Command", [], false), new("Name", [], false), new("MemoryLimit", [], false), new("MillHome", ["Home"], false),
        new("Tag", [], false), new("Timeout", [], false), new("Wait", [], true), new("Verbose", ["vb"], true), new("ErrorAction", ["ea"], false),
    ];

    [Theory]
    [InlineData("dotnet test", "dotnet test")]
    [InlineData("-Name q dotnet test", "dotnet test")]
    [InlineData("-n q dotnet test", "dotnet test")]
    [InlineData("-Wait make -j8", "make -j8")]
    [InlineData("-Wait: =$false make", "make")]
    [InlineData("-ti 5 -- dotnet -c Release -v q", "dotnet -c Release -v q")]
    [InlineData("-- x --flag -- y", "x --flag -- y")]
    [InlineData("dotnet build -Name x", "dotnet build")]
    [InlineData("dotnet build -Name x -Wait y", "dotnet build y")]
    [InlineData("-Tag [a,b] -- x", "x")]
    [InlineData("x -Tag [a,b] y", "x y")]
    [InlineData("@opts x", "x")]
    [InlineData("x @rest", "x @rest")]
    [InlineData("@opts -Name q x", "x")]
    [InlineData("find . -foo: =bar", "find . -foo: =bar")]
    public void are_those_that_are_not_ours(string line, string command) =>
        Assert.Equal(command, string.Join(' ', CommandWords.Of(Line(line), s_own).Select(Spelled)));

    [Theory]
    [InlineData("python -m http.server", "-m would be read as -MemoryLimit; put -- before the command, or write -MemoryLimit in full.")]
    [InlineData("rsync -n src dst", "-n would be read as -Name; put -- before the command, or write -Name in full.")]
    [InlineData("find . -name x", "-name would be read as -Name; put -- before the command, or write -Name in full.")]
    [InlineData("curl -v", "-v would be read as -Verbose; put -- before the command, or write -Verbose in full.")]
    [InlineData("x -n: =y", "-n would be read as -Name; put -- before the command, or write -Name in full.")]
    [InlineData("x -ea Stop", "-ea would be read as -ErrorAction; put -- before the command, or write -ErrorAction in full.")]
    [InlineData("x -h y", "-h would be read as -MillHome; put -- before the command, or write -MillHome in full.")]
    [InlineData("@opts x -n y", "-n would be read as -Name; put -- before the command, or write -Name in full.")]
    [InlineData("git checkout -- file", "-- would get lost here; put -- before the command.")]
    [InlineData("-Tiemout 5 x", "There is no option -Tiemout; put -- before the command.")]
    [InlineData("-Tiemout 5 -- x", "There is no option -Tiemout; put -- before the command.")]
    public void cannot_be_told_where_the_shell_takes_one_for_ours(string line, string message)
    {
        var error = Assert.Throws<MillException>(() => CommandWords.Of(Line(line), s_own));
        Assert.Equal((MillError.AmbiguousOption, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("x -foo: =bar", "-foo:|bar", "-foo:bar")]
    [InlineData("x -foo: bar", "-foo:|bar", "-foo:|bar")]
    [InlineData("x -Dfoo =.bar=baz", "-Dfoo|.bar=baz", "-Dfoo.bar=baz")]
    [InlineData("x -a: =b -a: =c", "-a:|b|-a:|c", "-a:b|-a:c")]
    [InlineData("x -a: =b =c d", "-a:|b|c|d", "-a:bc|d")]
    [InlineData("x -a: =$null d", "-a:||d", "-a:|d")]
    [InlineData("x @rest -a: =b", "one|two|-a:|b", "one|two|-a:b")]
    [InlineData("x % ={1}", "%|1", "%|1")]
    [InlineData("x a  b", "a||b", "a|b")]
    [InlineData("", "-foo:|bar", "-foo:|bar")]
    public void become_arguments_as_they_were_typed(string line, string given, string expected) =>
        Assert.Equal(expected, string.Join('|', ArgumentTexts.Of(given.Split('|').Select(one => one.Length == 0 ? null : one), Line(line))));

    [Theory]
    [InlineData("x [a,b]", "a,b would be several arguments; quote it, or write @(a,b).")]
    [InlineData("x -l: =[a,b]", "a,b would be several arguments; quote it, or write @(a,b).")]
    public void have_no_bare_commas(string line, string message)
    {
        var error = Assert.Throws<MillException>(() => ArgumentTexts.Of([], Line(line)));
        Assert.Equal((MillError.AmbiguousOption, message), (error.Code, error.Message));
    }

    static TypedWord[] Line(string line)
    {
        var behindDashes = false;
        return [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word =>
        {
            var text = word.TrimStart('=').Trim('[', ']');
            var kind = behindDashes ? WordKind.Value : Kind(word, text);
            behindDashes |= kind == WordKind.Dashes;
            return new TypedWord(text, kind, word.StartsWith('='));
        })];
    }

    static WordKind Kind(string word, string text) => text switch
    {
        "--" => WordKind.Dashes,
        ['-', ..] => WordKind.Option,
        ['@', ..] => WordKind.Splat,
        _ => word.Contains('[') ? WordKind.List : WordKind.Value,
    };

    static string Spelled(TypedWord word) => word.Touches ? "=" + word.Text : word.Text;
}
