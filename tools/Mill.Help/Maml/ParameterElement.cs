using System.Globalization;
using System.Xml.Linq;
using Mill.Help.Cmdlets;
using Mill.Help.Pages;
using static Mill.Help.Maml.Names;

namespace Mill.Help.Maml;

/// <summary>A parameter, as its own entry and as a part of the syntax.</summary>
internal static class ParameterElement
{
    /// <summary>The parameter in one place, with what is said about it.</summary>
    public static XElement Of(Parameter parameter, Place place, Words? words) => new(
        InCommand + "parameter",
        new XAttribute("required", Word(place.Mandatory)),
        new XAttribute("variableLength", Word(parameter.Type.EndsWith("[]", StringComparison.Ordinal))),
        new XAttribute("globbing", Word(parameter.Wildcards)),
        new XAttribute("pipelineInput", Pipeline(place)),
        new XAttribute("position", place.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
        new XElement(InMaml + "name", parameter.Name),
        words is null ? null : Paragraphs.Description(words.Body),
        Values(parameter),
        parameter.IsSwitch ? null : Value(TypeNames.Short(parameter.Type), parameter),
        new XElement(InDev + "type", new XElement(InMaml + "name", TypeNames.Short(parameter.Type)), new XElement(InMaml + "uri")),
        new XElement(InDev + "defaultValue", words?.Default ?? (parameter.IsSwitch ? "False" : "None")));

    static XElement? Values(Parameter parameter) => parameter.Values.Count == 0 ? null : new XElement(
        InCommand + "parameterValueGroup", parameter.Values.Select(value => Value(value, parameter, required: false)));

    static XElement Value(string text, Parameter parameter, bool required = true) => new(
        InCommand + "parameterValue",
        new XAttribute("required", Word(required)),
        new XAttribute("variableLength", Word(parameter.Type.EndsWith("[]", StringComparison.Ordinal))),
        text);

    static string Pipeline(Place place) => place switch
    {
        { ByValue: true, ByPropertyName: true } => "True (ByValue, ByPropertyName)",
        { ByValue: true } => "True (ByValue)",
        { ByPropertyName: true } => "True (ByPropertyName)",
        _ => "False",
    };

    static string Word(bool value) => value ? "true" : "false";
}
