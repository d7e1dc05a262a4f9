using System.Reflection;

namespace Mill.Tests.Cmdlets;

/// <summary>
/// The module's assembly as it is written down. Nothing of it runs: attributes are of a reference assembly, which forgets
/// their values, so that one who asks the attributes themselves finds them all empty and every test passes.
/// </summary>
static class Written
{
    const string Engine = "System.Management.Automation.";

    static readonly MetadataLoadContext s_context =
        new(new PathAssemblyResolver(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)));

    /// <summary>The assembly.</summary>
    public static Assembly Module { get; } = s_context.LoadFromAssemblyPath(Places.Cmdlets);

    /// <summary>The verbs that PowerShell approves of.</summary>
    public static HashSet<string> ApprovedVerbs { get; } =
    [
        .. s_context.LoadFromAssemblyName("System.Management.Automation").GetExportedTypes()
            .Where(type => type.FullName!.StartsWith(Engine + "Verbs", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (string)field.GetRawConstantValue()!),
    ];

    /// <summary>The cmdlets.</summary>
    public static IReadOnlyList<WrittenCmdlet> Cmdlets { get; } =
    [
        .. Module.GetExportedTypes().Where(type => type.Has("Cmdlet")).Select(type => new WrittenCmdlet(type)).OrderBy(one => one.Name, StringComparer.Ordinal),
    ];

    /// <summary>The engine's attributes of this name, or Mill's.</summary>
    public static IEnumerable<CustomAttributeData> Those(this MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(one => one.AttributeType.FullName == $"{Engine}{name}Attribute" || one.AttributeType.FullName == $"Mill.PowerShell.Binding.{name}Attribute");

    /// <summary>Whether there is one.</summary>
    public static bool Has(this MemberInfo member, string name) => member.Those(name).Any();

    /// <summary>A named value of an attribute; null when nobody gave it.</summary>
    public static object? Named(this CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.Where(one => one.MemberName == name).Select(one => one.TypedValue.Value).SingleOrDefault();

    /// <summary>The values that an attribute was made of, lists opened.</summary>
    public static IEnumerable<object?> Values(this CustomAttributeData attribute) =>
        attribute.ConstructorArguments.SelectMany(one => one.Value is IEnumerable<CustomAttributeTypedArgument> many ? many.Select(inner => inner.Value) : [one.Value]);
}

/// <summary>A cmdlet as it is written down.</summary>
sealed record WrittenCmdlet(Type Type)
{
    CustomAttributeData Said => Type.Those("Cmdlet").Single();

    /// <summary>The verb.</summary>
    public string Verb => (string)Said.ConstructorArguments[0].Value!;
    /// <summary>The noun.</summary>
    public string Noun => (string)Said.ConstructorArguments[1].Value!;
    /// <summary>Both.</summary>
    public string Name => $"{Verb}-{Noun}";
    /// <summary>Whether it can be asked what it would do.</summary>
    public bool CanBeAsked => Said.Named("SupportsShouldProcess") is true;
    /// <summary>From which preference on it asks; the number of the engine's enumeration.</summary>
    public int? Impact => (int?)Said.Named("ConfirmImpact");
    /// <summary>Its parameters, those of its bases too.</summary>
    public IEnumerable<PropertyInfo> Parameters => Type.GetProperties().Where(one => one.Has("Parameter"));

    /// <summary>One parameter.</summary>
    public PropertyInfo? Parameter(string name) => Parameters.SingleOrDefault(one => one.Name == name);

    /// <summary>The name, for whoever reads a failure.</summary>
    public override string ToString() => Name;
}
