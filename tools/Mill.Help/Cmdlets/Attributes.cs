using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Mill.Help.Cmdlets;

/// <summary>An attribute as it is written down in the assembly. It is never made: the reference assembly's attributes forget their values.</summary>
internal sealed class Attributes(MetadataReader metadata, CustomAttributeHandleCollection handles)
{
    const string Engine = "System.Management.Automation.";

    static readonly TypeNames s_types = new();

    /// <summary>The engine's attributes of this name.</summary>
    public IEnumerable<CustomAttributeValue<string>> Of(string name) =>
        handles.Select(metadata.GetCustomAttribute).Where(one => TypeOf(one) == $"{Engine}{name}Attribute").Select(one => one.DecodeValue(s_types));

    /// <summary>The words that attributes of this name list.</summary>
    public string[] ListedBy(string name) => [.. Of(name).SelectMany(one => one.FixedArguments).SelectMany(Texts)];

    /// <summary>A named value of an attribute, or what it is when nobody gives it.</summary>
    public static T Named<T>(CustomAttributeValue<string> attribute, string name, T otherwise) =>
        attribute.NamedArguments.FirstOrDefault(one => one.Name == name) is { Name: not null, Value: T value } ? value : otherwise;

    static IEnumerable<string> Texts(CustomAttributeTypedArgument<string> argument) => argument.Value switch
    {
        string one => [one],
        ImmutableArray<CustomAttributeTypedArgument<string>> many => many.SelectMany(Texts),
        _ => [],
    };

    string TypeOf(CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MemberReference => NameOf(metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent),
        _ => s_types.GetTypeFromDefinition(metadata, metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType(), 0),
    };

    string NameOf(EntityHandle type) =>
        type.Kind == HandleKind.TypeReference ? s_types.GetTypeFromReference(metadata, (TypeReferenceHandle)type, 0) : "";
}
