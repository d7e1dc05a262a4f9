using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Mill.Help.Cmdlets;

/// <summary>Reads what an assembly's metadata says of its cmdlets. Nothing of the assembly is loaded, nothing that it refers to is looked for.</summary>
internal sealed class CmdletReader
{
    static readonly TypeNames s_types = new();

    // What PowerShell itself gives to those that can be asked what they would do.
    static readonly Parameter[] s_asking =
    [
        new("WhatIf", Parameter.Switch, [new Place(null)]) { Aliases = ["wi"] },
        new("Confirm", Parameter.Switch, [new Place(null)]) { Aliases = ["cf"] },
    ];

    readonly MetadataReader _metadata;
    readonly Dictionary<string, TypeDefinition> _own;

    CmdletReader(MetadataReader metadata)
    {
        _metadata = metadata;
        _own = metadata.TypeDefinitions.Where(one => metadata.GetTypeDefinition(one).GetDeclaringType().IsNil)
            .ToDictionary(one => s_types.GetTypeFromDefinition(metadata, one, 0), metadata.GetTypeDefinition, StringComparer.Ordinal);
    }

    /// <summary>The cmdlets of an assembly.</summary>
    public static List<Cmdlet> Read(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        var reader = new CmdletReader(image.GetMetadataReader());
        return [.. reader._own.Values.Where(IsPublic).Select(reader.CmdletOf).OfType<Cmdlet>().OrderBy(one => one.Name, StringComparer.Ordinal)];
    }

    static bool IsPublic(TypeDefinition type) =>
        (type.Attributes & (TypeAttributes.VisibilityMask | TypeAttributes.Abstract)) == TypeAttributes.Public;

    Cmdlet? CmdletOf(TypeDefinition type)
    {
        var attributes = Of(type.GetCustomAttributes());
        if (attributes.Of("Cmdlet").ToArray() is not [var said]) return null;
        var parameters = Lineage(type).SelectMany(one => one.GetProperties()).Select(ParameterOf).OfType<Parameter>().DistinctBy(one => one.Name);
        return new Cmdlet(
            $"{said.FixedArguments[0].Value}-{said.FixedArguments[1].Value}",
            [.. parameters, .. Attributes.Named(said, "SupportsShouldProcess", false) ? s_asking : []])
        {
            DefaultSet = Attributes.Named<string?>(said, "DefaultParameterSetName", null),
            Outputs = [.. attributes.ListedBy("OutputType").Select(s_types.GetTypeFromSerializedName).Where(type => type != "System.Void").Distinct(StringComparer.Ordinal)],
        };
    }

    IEnumerable<TypeDefinition> Lineage(TypeDefinition type)
    {
        for (TypeDefinition? one = type; one is { } current; one = BaseOf(current)) yield return current;
    }

    TypeDefinition? BaseOf(TypeDefinition type) => type.BaseType.Kind switch
    {
        HandleKind.TypeDefinition => _metadata.GetTypeDefinition((TypeDefinitionHandle)type.BaseType),
        HandleKind.TypeSpecification => Own(s_types.GetTypeFromSpecification(_metadata, null, (TypeSpecificationHandle)type.BaseType, 0)),
        _ => null,
    };

    TypeDefinition? Own(string name) => _own.TryGetValue(name, out var type) ? type : null;

    Parameter? ParameterOf(PropertyDefinitionHandle handle)
    {
        var property = _metadata.GetPropertyDefinition(handle);
        var attributes = Of(property.GetCustomAttributes());
        var places = attributes.Of("Parameter").Where(one => !Attributes.Named(one, "DontShow", false)).Select(PlaceOf).ToArray();
        if (places.Length == 0) return null;
        var type = property.DecodeSignature(s_types, null).ReturnType;
        return new Parameter(_metadata.GetString(property.Name), type, places)
        {
            Aliases = attributes.ListedBy("Alias"),
            Values = attributes.ListedBy("ValidateSet") is { Length: > 0 } set ? set : ValuesOf(type.TrimEnd('[', ']')),
            Wildcards = attributes.Of("SupportsWildcards").Any(),
        };
    }

    static Place PlaceOf(CustomAttributeValue<string> said) => new(Attributes.Named<string?>(said, "ParameterSetName", null))
    {
        Position = said.NamedArguments.Any(one => one.Name == "Position") ? Attributes.Named(said, "Position", 0) : null,
        Mandatory = Attributes.Named(said, "Mandatory", false),
        ByValue = Attributes.Named(said, "ValueFromPipeline", false),
        ByPropertyName = Attributes.Named(said, "ValueFromPipelineByPropertyName", false),
        Rest = Attributes.Named(said, "ValueFromRemainingArguments", false),
    };

    // An enumeration's values are its constants.
    string[] ValuesOf(string type) => Own(type) is { } own
        ? [.. own.GetFields().Select(_metadata.GetFieldDefinition)
            .Where(field => (field.Attributes & (FieldAttributes.Literal | FieldAttributes.Public)) == (FieldAttributes.Literal | FieldAttributes.Public)
                && field.DecodeSignature(s_types, null) == type)
            .Select(field => _metadata.GetString(field.Name))]
        : [];

    Attributes Of(CustomAttributeHandleCollection handles) => new(_metadata, handles);
}
