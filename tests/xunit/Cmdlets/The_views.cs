using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mill.PowerShell;
using Mill.PowerShell.Views;

namespace Mill.Tests.Cmdlets;

/// <summary>The view file against the types that it shows. The types are plain, so that no engine is needed to look at them.</summary>
public sealed class The_views
{
    const int Columns = 80;

    static readonly Assembly s_module = typeof(MillRun).Assembly;
    static readonly XElement[] s_views = [.. XDocument.Load(Path.Combine(Places.Repository, "src/Mill.PowerShell/Views/Mill.format.ps1xml")).Descendants("View")];

    public static TheoryData<string> Names => [.. s_views.Select(view => view.Element("Name")!.Value)];

    static XElement View(string name) => s_views.Single(view => view.Element("Name")!.Value == name);

    static Type[] Types(XElement view) =>
        [.. view.Element("ViewSelectedBy")!.Elements("TypeName").Select(name => s_module.GetType(name.Value.Split('#')[0], throwOnError: true)!)];

    // The types that a view is for share it: a property has to be there on one of them.
    static void Has(Type[] types, string property, string where) =>
        Assert.True(types.Any(type => type.GetProperty(property) is not null), $"{where}: no {property} on {string.Join(", ", types.Select(type => type.Name))}");

    [Theory, MemberData(nameof(Names))]
    public void show_properties_that_exist(string name)
    {
        var (view, types) = (View(name), Types(View(name)));
        foreach (var property in view.Descendants("PropertyName")) Has(types, property.Value, name);
        foreach (var script in view.Descendants("ScriptBlock").Select(one => one.Value).Where(script => !script.Contains("ForEach-Object", StringComparison.Ordinal)))
            foreach (Match path in Regex.Matches(script, @"\$_((?:\.\w+)+)(?![\w(])"))
                Follow(types, path.Groups[1].Value.Split('.', StringSplitOptions.RemoveEmptyEntries), $"{name}: {script}");
    }

    static void Follow(Type[] types, string[] path, string where)
    {
        foreach (var step in path.Where(step => step is not ("Count" or "ToString")))
        {
            Has(types, step, where);
            types = [.. types.Select(type => type.GetProperty(step)?.PropertyType).OfType<Type>()];
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void call_cells_that_exist_with_as_many_values_as_they_take(string name)
    {
        foreach (Match call in Regex.Matches(string.Concat(View(name).Descendants("ScriptBlock").Select(one => one.Value)), @"\]::(\w+)\(((?:[^()]|\([^()]*\))*)\)"))
        {
            var given = call.Groups[2].Value.Split(',').Length;
            var takes = typeof(Cells).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(one => one.Name == call.Groups[1].Value).ToArray();
            Assert.True(takes.Any(one => given <= one.GetParameters().Length && given >= one.GetParameters().Count(value => !value.HasDefaultValue)), $"{name}: {call.Value}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void have_as_many_titles_as_cells_all_of_a_fixed_width_but_the_last(string name)
    {
        var titles = View(name).Descendants("TableColumnHeader").ToArray();
        if (titles.Length == 0) return;
        Assert.Equal(titles.Length, View(name).Descendants("TableColumnItem").Count());
        Assert.All(titles[..^1], title => Assert.NotNull(title.Element("Width")));
        Assert.Null(titles[^1].Element("Width"));
        Assert.All(titles[..^1], title => Assert.True((int)title.Element("Width")! >= title.Element("Label")!.Value.Length, $"{name}: {title.Element("Label")!.Value}"));
        var together = titles[..^1].Sum(title => (int)title.Element("Width")! + 1) - 1;
        Assert.True(together < Columns, $"{name}: {together}");
    }

    // What a column that fits in part would look like is a title in pieces: at these widths none does.
    [Theory]
    [InlineData("Runs", 60), InlineData("Runs", 80), InlineData("RunsAsTree", 60), InlineData("RunsAsTree", 80)]
    public void of_runs_fill_the_usual_widths(string name, int width)
    {
        var ends = new List<int> { -1 };
        foreach (var column in View(name).Descendants("TableColumnHeader").Select(title => title.Element("Width")).OfType<XElement>()) ends.Add(ends[^1] + (int)column + 1);
        Assert.Contains(width - 1, ends);
    }

    [Fact]
    public void are_there_for_everything_that_is_written()
    {
        var shown = s_views.SelectMany(Types).ToHashSet();
        var written = Loadable().Where(type => type is { IsPublic: true, IsAbstract: false, Namespace: "Mill.PowerShell" } && type.Name.StartsWith("Mill", StringComparison.Ordinal)).ToArray();
        Assert.Contains(typeof(MillRun), written);
        Assert.All(written, type => Assert.True(shown.Any(one => one.IsAssignableFrom(type)), $"no view of {type.Name}"));
    }

    // Cmdlets need the engine to be looked at; what they write does not.
    static IEnumerable<Type> Loadable()
    {
        try { return s_module.GetTypes(); }
        catch (ReflectionTypeLoadException e) { return e.Types.OfType<Type>(); }
    }
}
