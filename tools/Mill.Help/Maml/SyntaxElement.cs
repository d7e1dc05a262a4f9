using System.Xml.Linq;
using Mill.Help.Cmdlets;
using static Mill.Help.Maml.Names;

namespace Mill.Help.Maml;

/// <summary>How a cmdlet is written, a line for each set of its parameters.</summary>
internal static class SyntaxElement
{
    /// <summary>All lines.</summary>
    public static XElement Of(Cmdlet cmdlet) => new(InCommand + "syntax", cmdlet.Sets.Select(set => Line(cmdlet, set)));

    static XElement Line(Cmdlet cmdlet, string? set) => new(
        InCommand + "syntaxItem", new XElement(InMaml + "name", cmdlet.Name), InOrder(cmdlet, set).Select(one => ParameterElement.Of(one.Parameter, one.Place, null)));

    // The order that PowerShell itself shows: by position, then what has to be given, then as written.
    static IEnumerable<(Parameter Parameter, Place Place)> InOrder(Cmdlet cmdlet, string? set) =>
        from parameter in cmdlet.Parameters
        let place = parameter.In(set)
        where place is not null
        orderby place.Position ?? int.MaxValue, place.Mandatory ? 0 : 1
        select (parameter, place);
}
