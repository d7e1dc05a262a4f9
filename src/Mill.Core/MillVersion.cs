using System.Reflection;

namespace Mill;

/// <summary>Which version this is.</summary>
internal static class MillVersion
{
    /// <summary>The version, without the commit.</summary>
    public static string Text { get; } =
        typeof(MillVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
