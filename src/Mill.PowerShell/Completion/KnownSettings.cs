using System.Collections;
using System.Management.Automation;
using Mill.Runs;

namespace Mill.PowerShell.Completion;

/// <summary>The settings that a completion may offer, of the shell's folder or the one that the line names. Completing never fails.</summary>
internal sealed class KnownSettings(IDictionary bound)
{
    /// <summary>The templates.</summary>
    public IReadOnlyList<TemplateFacts> Templates() => Of((client, folder) => client.Templates(folder));

    /// <summary>The settings.</summary>
    public IReadOnlyList<Setting> Settings() => Of((client, folder) => client.Config(folder));

    /// <summary>The parameters of the template, or of the plan in a file, that the line names; those that have to be given come first.</summary>
    public IEnumerable<string> Parameters() => bound["Template"] is string template
        ? Templates().Where(one => one.Name == template).SelectMany(one => one.Required.Concat(one.Optional))
        : Of((client, _) => Folders.File(bound["Plan"] ?? bound["Path"]) is { } file
            ? client.ReadPlan(file).Parameters.OrderByDescending(one => one.Value.IsRequired).Select(one => one.Key).ToList() : []);

    IReadOnlyList<T> Of<T>(Func<MillClient, string?, IReadOnlyList<T>> read)
    {
        try
        {
            var home = Folders.Of(bound["MillHome"] ?? bound["Home"]);
            var here = Folders.Of(bound["WorkingDirectory"] ?? ".");
            return home is [] || here is [] ? [] : read(new MillClient(new MillOptions { Home = home?[0] }), here?[0]);
        }
        catch (Exception e) when (e is MillException or RuntimeException)
        {
            return [];
        }
    }
}
