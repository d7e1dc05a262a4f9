using System.Xml.Linq;
using Mill.Help.Cmdlets;
using Mill.Help.Markdown;
using Mill.Help.Pages;
using static Mill.Help.Maml.Names;

namespace Mill.Help.Maml;

/// <summary>The help of one cmdlet: what the code says of it, and the words.</summary>
internal static class CommandElement
{
    /// <summary>The whole element.</summary>
    public static XElement Of(Cmdlet cmdlet, CmdletPage page) => new(
        InCommand + "command",
        Details(page),
        Paragraphs.Description(page.Description),
        SyntaxElement.Of(cmdlet),
        new XElement(InCommand + "parameters", cmdlet.Parameters
            .OrderBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => ParameterElement.Of(one, one.Places[0], page.Parameters.FirstOrDefault(words => words.Name == one.Name)))),
        new XElement(InCommand + "inputTypes", OrNone(InCommand + "inputType", page.Inputs)),
        new XElement(InCommand + "returnValues", OrNone(InCommand + "returnValue", cmdlet.Outputs.Select(type =>
            page.Outputs.First(words => words.Name == TypeNames.Short(type)) with { Name = type }))),
        page.Notes.Count > 0 ? new XElement(InMaml + "alertSet", new XElement(InMaml + "alert", Paragraphs.Of(page.Notes))) : null,
        new XElement(InCommand + "examples", page.Examples.Select((example, at) => ExampleElement.Of(example, at + 1))),
        new XElement(InCommand + "relatedLinks", page.Links.Select(LinkOf)));

    static XElement Details(CmdletPage page)
    {
        var dash = page.Name.IndexOf('-', StringComparison.Ordinal);
        return new XElement(
            InCommand + "details",
            new XElement(InCommand + "name", page.Name),
            new XElement(InCommand + "verb", page.Name[..dash]),
            new XElement(InCommand + "noun", page.Name[(dash + 1)..]),
            new XElement(InMaml + "description", Paragraphs.Of(page.Synopsis)));
    }

    static IEnumerable<XElement> OrNone(XName name, IEnumerable<Words> types) =>
        types.DefaultIfEmpty(new Words(0, "None", [])).Select(words => Typed(name, words));

    static XElement Typed(XName name, Words words) => new(
        name, new XElement(InDev + "type", new XElement(InMaml + "name", words.Name), new XElement(InMaml + "uri")), Paragraphs.Description(words.Body));

    static XElement LinkOf(Link link) => new(
        InMaml + "navigationLink", new XElement(InMaml + "linkText", link.Text), new XElement(InMaml + "uri", link.IsAddress ? link.Target : ""));
}
