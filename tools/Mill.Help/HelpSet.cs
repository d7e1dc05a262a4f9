using System.Xml.Linq;
using Mill.Help.About;
using Mill.Help.Cmdlets;
using Mill.Help.Maml;
using Mill.Help.Pages;

namespace Mill.Help;

/// <summary>The help of a module: one file for the cmdlets of its assembly, and one a topic.</summary>
internal sealed class HelpSet
{
    readonly string _pages;
    readonly Problems _problems;
    readonly List<XElement> _commands = [];
    readonly Dictionary<string, string> _topics = new(StringComparer.Ordinal);
    readonly string _file;

    HelpSet(string pages, string assembly, Problems problems) =>
        (_pages, _problems, _file) = (pages, problems, Path.GetFileName(assembly) + "-Help.xml");

    /// <summary>Reads pages and assembly, and tells all that is wrong with them.</summary>
    public static HelpSet Read(string pages, string assembly, Problems problems)
    {
        var help = new HelpSet(pages, assembly, problems);
        help.ReadTopics();
        help.ReadCmdlets(CmdletReader.Read(assembly));
        return help;
    }

    /// <summary>Writes everything into a folder.</summary>
    public void Write(string into)
    {
        Directory.CreateDirectory(into);
        MamlFile.Write(MamlFile.Of(_commands), Path.Combine(into, _file));
        foreach (var (name, text) in _topics)
        {
            using var topic = File.CreateText(Path.Combine(into, name + ".help.txt"));
            topic.Write(text);
        }
    }

    void ReadTopics()
    {
        foreach (var name in Names().Where(IsTopic)) _topics[name] = new AboutPage(name, In(name)).Read(Lines(name));
    }

    void ReadCmdlets(List<Cmdlet> cmdlets)
    {
        var shared = new SharedWords(Page(SharedWords.Page));
        foreach (var cmdlet in cmdlets)
        {
            if (!File.Exists(PathOf(cmdlet.Name)))
            {
                In(cmdlet.Name)(1, $"{cmdlet.Name} has no page");
                continue;
            }
            var page = shared.Fill(Page(cmdlet.Name), cmdlet);
            new PageCheck(page, cmdlet, In(cmdlet.Name)).Check();
            CheckLinks(page);
            if (!_problems.Any) _commands.Add(CommandElement.Of(cmdlet, page));
        }
        foreach (var name in Names().Where(name => !IsTopic(name) && name != SharedWords.Page && cmdlets.All(one => one.Name != name)))
            In(name)(1, $"there is no cmdlet {name}");
        shared.Check(In(SharedWords.Page));
    }

    void CheckLinks(CmdletPage page)
    {
        foreach (var link in page.Links.Where(link => !link.IsAddress && !File.Exists(Path.Combine(_pages, link.Target))))
            In(page.Name)(link.Line, $"there is no page {link.Target}");
    }

    CmdletPage Page(string name) => File.Exists(PathOf(name)) ? new CmdletPageReader(name, In(name)).Read(Lines(name)) : new CmdletPage(name);

    IEnumerable<string> Names() =>
        Directory.EnumerateFiles(_pages, "*.md").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    static bool IsTopic(string name) => name.StartsWith("about_", StringComparison.Ordinal);

    string PathOf(string name) => Path.Combine(_pages, name + ".md");

    string[] Lines(string name) => File.ReadAllLines(PathOf(name));

    Complaint In(string name) => _problems.In(PathOf(name));
}
