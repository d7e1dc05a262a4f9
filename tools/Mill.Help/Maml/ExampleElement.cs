using System.Globalization;
using System.Xml.Linq;
using Mill.Help.Pages;
using static Mill.Help.Maml.Names;

namespace Mill.Help.Maml;

/// <summary>An example. PowerShell puts nothing between the words before it and the code, nor before the next title.</summary>
internal static class ExampleElement
{
    /// <summary>The example with its number.</summary>
    public static XElement Of(Example example, int number) => new(
        InCommand + "example",
        new XElement(InMaml + "title", string.Create(CultureInfo.InvariantCulture, $"----- {number}: {example.Title} -----")),
        new XElement(InMaml + "introduction", Paragraphs.Texts(example.Before).Select(text => Paragraphs.Of(text + "\n\n"))),
        new XElement(InDev + "code", example.Code),
        new XElement(InDev + "remarks", Paragraphs.Of(example.After), Paragraphs.Of("")));
}
