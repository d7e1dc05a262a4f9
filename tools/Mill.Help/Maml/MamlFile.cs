using System.Text;
using System.Xml;
using System.Xml.Linq;
using static Mill.Help.Maml.Names;

namespace Mill.Help.Maml;

/// <summary>The file that PowerShell reads the help of an assembly's cmdlets from.</summary>
internal static class MamlFile
{
    static readonly XmlWriterSettings s_layout = new() { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) };

    /// <summary>Everything in one document.</summary>
    public static XDocument Of(IEnumerable<XElement> commands) => new(
        new XElement(
            InHelp + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", InMaml.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "command", InCommand.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "dev", InDev.NamespaceName),
            commands));

    /// <summary>Writes it.</summary>
    public static void Write(XDocument document, string path)
    {
        using var writer = XmlWriter.Create(path, s_layout);
        document.Save(writer);
    }
}
