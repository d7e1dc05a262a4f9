using System.Text;
using Mill.Settings;

namespace Mill.Tests.Settings;

/// <summary>Files of settings, from their text.</summary>
static class Some
{
    public static SettingsFile Folder(string text) => SettingsReader.Read("/p/mill.json", Encoding.UTF8.GetBytes(text));

    public static SettingsFile Home(string text) => SettingsReader.Read("/h/config.json", Encoding.UTF8.GetBytes(text));

    /// <summary>What a request comes to.</summary>
    public static StartRequest Whole(StartRequest asked, string folder = "{}", string home = "{}") =>
        new Composition(new SettingsInForce(Folder(folder), Home(home)), "/h").Of(asked);

    /// <summary>What is wrong with a text, a line each.</summary>
    public static string[] Faults(string text, string path = "/p/mill.json")
    {
        var refused = Assert.Throws<MillException>(() => SettingsReader.Read(path, Encoding.UTF8.GetBytes(text)));
        Assert.Equal(MillError.BadConfig, refused.Code);
        return refused.Message.Split('\n');
    }
}
