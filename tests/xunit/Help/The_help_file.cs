using System.Xml.Linq;
using Mill.Help.Cmdlets;
using Mill.Help.Maml;
using Mill.Tests.Platform;

namespace Mill.Tests.Help;

/// <summary>The file that PowerShell reads, with the elements and attributes by which it reads it.</summary>
public sealed class The_help_file
{
    static readonly XElement s_command = CommandElement.Of(Sample.Cmdlet, Sample.Read(Sample.Page).Page);

    static XElement At(XElement from, string path) =>
        path.Split('/').Aggregate(from, (element, name) => element.Elements().First(one => one.Name.LocalName == name));

    static string Text(string path) => At(s_command, path).Value;

    static XElement Parameter(string name) => Named(At(s_command, "parameters"), name);

    static XElement Named(XElement inside, string name) =>
        Assert.Single(inside.Elements(), one => one.Name.LocalName == "parameter" && At(one, "name").Value == name);

    static string[] Paragraphs(XElement element) => [.. element.Elements().Where(one => one.Name.LocalName == "para").Select(one => one.Value)];

    [Fact]
    public void is_well_formed_and_says_what_it_is()
    {
        using var folder = new Folder();
        MamlFile.Write(MamlFile.Of([s_command]), folder["help.xml"]);

        var root = XDocument.Load(folder["help.xml"]).Root!;

        Assert.Equal("{http://msh}helpItems", root.Name.ToString());
        Assert.Equal("maml", root.Attribute("schema")!.Value);
        Assert.Equal("{http://schemas.microsoft.com/maml/dev/command/2004/10}command", Assert.Single(root.Elements()).Name.ToString());
    }

    [Fact]
    public void keeps_the_lines_of_code()
    {
        using var folder = new Folder();
        MamlFile.Write(MamlFile.Of([s_command]), folder["help.xml"]);

        Assert.Contains("<dev:code>$thing = Get-Thing lamp\n$thing.Name</dev:code>", File.ReadAllText(folder["help.xml"]));
    }

    [Fact]
    public void has_the_name_in_its_parts()
    {
        Assert.Equal("Get-Thing", Text("details/name"));
        Assert.Equal("Get", Text("details/verb"));
        Assert.Equal("Thing", Text("details/noun"));
        Assert.Equal("Gets things.", Text("details/description/para"));
    }

    [Fact]
    public void has_a_list_as_one_paragraph() =>
        Assert.Equal(["A thing is found by its name, or by another page.", "- one\n- two"], Paragraphs(At(s_command, "description")));

    [Fact]
    public void has_the_facts_about_a_parameter()
    {
        var name = Parameter("Name");

        Assert.Equal(
            ["required=true", "variableLength=true", "globbing=true", "pipelineInput=True (ByValue)", "position=0", "aliases=Id"],
            name.Attributes().Select(one => $"{one.Name}={one.Value}"));
        Assert.Equal("string[]", At(name, "parameterValue").Value);
        Assert.Equal("string[]", At(name, "type/name").Value);
        Assert.Equal("None", At(name, "defaultValue").Value);
        Assert.Equal(["Which things."], Paragraphs(At(name, "description")));
    }

    [Fact]
    public void has_the_only_values_of_a_parameter_and_its_default()
    {
        var kind = Parameter("Kind");

        Assert.Equal(["Old", "New"], At(kind, "parameterValueGroup").Elements().Select(one => one.Value));
        Assert.Equal("Old", At(kind, "defaultValue").Value);
        Assert.Equal("named", kind.Attribute("position")!.Value);
    }

    [Fact]
    public void has_no_value_for_a_switch()
    {
        var quiet = Parameter("Quiet");

        Assert.DoesNotContain(quiet.Elements(), one => one.Name.LocalName == "parameterValue");
        Assert.Equal(("False", "SwitchParameter"), (At(quiet, "defaultValue").Value, At(quiet, "type/name").Value));
    }

    [Fact]
    public void has_the_parameters_in_the_order_of_the_alphabet_and_in_the_syntax_by_place()
    {
        Assert.Equal(["Kind", "Name", "Quiet"], At(s_command, "parameters").Elements().Select(one => At(one, "name").Value));
        Assert.Equal(["Name", "Quiet", "Kind"], At(s_command, "syntax/syntaxItem").Elements().Skip(1).Select(one => At(one, "name").Value));
    }

    [Fact]
    public void has_a_line_of_syntax_for_each_set_the_default_one_first()
    {
        var cmdlet = new Cmdlet("Get-Thing",
        [
            new("Both", "System.String", [new Place(null)]),
            new("One", "System.String", [new Place("One") { Mandatory = true }]),
            new("Two", "System.String", [new Place("Two") { Position = 0 }]),
        ])
        { DefaultSet = "Two" };

        var lines = SyntaxElement.Of(cmdlet).Elements().Select(line => string.Join(' ', line.Elements().Skip(1).Select(one => At(one, "name").Value)));

        Assert.Equal(["Two Both", "One Both"], lines);
    }

    [Fact]
    public void has_what_goes_in_and_what_comes_out()
    {
        Assert.Equal("string", Text("inputTypes/inputType/type/name"));
        Assert.Equal("Acme.Thing", Text("returnValues/returnValue/type/name"));
        Assert.Equal("The things.", Text("returnValues/returnValue/description/para"));
        Assert.Equal("Be careful.", Text("alertSet/alert/para"));
    }

    [Fact]
    public void says_so_where_nothing_goes_in_or_comes_out()
    {
        var page = Sample.Read(Sample.Page).Page with { Inputs = [], Notes = [] };

        var command = CommandElement.Of(new Cmdlet("Get-Thing", []), page);

        Assert.Equal("None", At(command, "inputTypes/inputType/type/name").Value);
        Assert.Equal("None", At(command, "returnValues/returnValue/type/name").Value);
        Assert.DoesNotContain(command.Elements(), one => one.Name.LocalName == "alertSet");
    }

    [Fact]
    public void has_examples_with_an_empty_line_where_powershell_makes_none()
    {
        var example = At(s_command, "examples/example");

        Assert.Equal("----- 1: By name -----", At(example, "title").Value);
        Assert.Equal(["It is so.\n\n"], Paragraphs(At(example, "introduction")));
        Assert.Equal("$thing = Get-Thing lamp\n$thing.Name", At(example, "code").Value);
        Assert.Equal(["lamp", "And so on.", ""], Paragraphs(At(example, "remarks")));
    }

    [Fact]
    public void has_links_with_an_address_only_where_they_lead_out() =>
        Assert.Equal(
            ["Get-Thing ", "More https://example.org/"],
            At(s_command, "relatedLinks").Elements().Select(link => $"{At(link, "linkText").Value} {At(link, "uri").Value}"));
}
