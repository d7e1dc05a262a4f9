using System.Xml.Linq;
using Mill.Help.Markdown;
using static Mill.Help.Maml.Names;

namespace Mill.Help.Maml;

/// <summary>Words as paragraphs.</summary>
internal static class Paragraphs
{
    /// <summary>The blocks in paragraphs.</summary>
    public static IEnumerable<XElement> Of(IEnumerable<Block> blocks) => Texts(blocks).Select(Of);

    /// <summary>One paragraph.</summary>
    public static XElement Of(string text) => new(InMaml + "para", text);

    /// <summary>A description in paragraphs.</summary>
    public static XElement Description(IEnumerable<Block> blocks) => new(InMaml + "description", Of(blocks));

    /// <summary>The text of each paragraph; the items of a list are one, since PowerShell puts an empty line between two.</summary>
    public static List<string> Texts(IEnumerable<Block> blocks)
    {
        var texts = new List<string>();
        Block? before = null;
        foreach (var block in blocks)
        {
            if (block is Item && before is Item) texts[^1] += "\n" + Text(block);
            else texts.Add(Text(block));
            before = block;
        }
        return texts;
    }

    static string Text(Block block) => block switch
    {
        Paragraph one => Inline.Plain(one.Text),
        Item one => $"{one.Mark} {Inline.Plain(one.Text)}",
        Code one => one.Text,
        _ => "",
    };
}
