using System.Xml.Linq;

namespace Mill.Help.Maml;

/// <summary>The name spaces of PowerShell's help.</summary>
internal static class Names
{
    public static readonly XNamespace InHelp = "http://msh";
    public static readonly XNamespace InMaml = "http://schemas.microsoft.com/maml/2004/10";
    public static readonly XNamespace InCommand = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    public static readonly XNamespace InDev = "http://schemas.microsoft.com/maml/dev/2004/10";
}
