using Mill.Launch;
using Mill.Runs;

namespace Mill.Settings;

/// <summary>What the files of settings say together: the nearest mill.json is heard before the home's config.json.</summary>
/// <param name="OfFolder">The nearest mill.json; null where there is none.</param>
/// <param name="OfHome">The home's config.json; null where there is none.</param>
internal sealed record SettingsInForce(SettingsFile? OfFolder, SettingsFile? OfHome)
{
    /// <summary>No files at all.</summary>
    public static SettingsInForce None { get; } = new(null, null);

    /// <summary>They, whoever is heard first coming first.</summary>
    public IEnumerable<SettingsFile> Files => new[] { OfFolder, OfHome }.OfType<SettingsFile>();

    /// <summary>What is wanted of a run where its starter says nothing.</summary>
    public StartRequest Defaults => (OfFolder?.Defaults ?? Layers.Nothing).Over(OfHome?.Defaults ?? Layers.Nothing);

    /// <summary>How deep runs may be inside runs.</summary>
    public int Depth => OfFolder?.Depth ?? OfHome?.Depth ?? Ancestry.DeepestAllowed;

    /// <summary>All templates, each once.</summary>
    public IReadOnlyList<Template> Templates =>
        [.. Files.SelectMany(file => file.Templates.Values).DistinctBy(template => template.Name, StringComparer.Ordinal).OrderBy(template => template.Name, StringComparer.Ordinal)];

    /// <summary>The template of a name.</summary>
    public Template Template(string name) => Files.Select(file => file.Templates.GetValueOrDefault(name)).FirstOrDefault(one => one is not null)
        ?? throw new MillException(MillError.TemplateNotFound, Templates.Count == 0
            ? $"There is no template '{name}': no {SettingsFile.OfFolder} in this folder or above it has templates, nor has {SettingsFile.OfHome} of the home. Try: mill config"
            : $"There is no template '{name}'.{Nearest.Suggestion(name, Templates.Select(one => one.Name))} There are: {string.Join(", ", Templates.Select(one => one.Name))}.", name);
}
