namespace Mill.Tests.Harness;

/// <summary>Folders that Mill was installed in, as a package manager leaves them.</summary>
static class Installed
{
    static readonly string[] s_files = ["mill", "mill.dll", "Mill.Core.dll", "mill.runtimeconfig.json", "mill.deps.json"];

    /// <summary>The files of the executable under test, as far as it has them.</summary>
    public static string[] Files => [.. s_files.Where(name => File.Exists(From(name)) && (name == "mill" || Places.IsPlain))];

    /// <summary>Puts the executable under test into a folder; packages that are unpacked without modes leave nothing executable.</summary>
    public static string In(string folder, params string[] without)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in Files.Except(without))
        {
            File.Copy(From(name), Path.Combine(folder, name), overwrite: true);
            File.SetUnixFileMode(Path.Combine(folder, name), (UnixFileMode)0x1A4); // 0644
        }
        return folder;
    }

    /// <summary>Makes a file that a folder's <c>mill</c> can be: it hands on to the executable under test.</summary>
    public static string HandingOn(string path, string mark = "", bool executable = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\n# {mark}\nexec '{Places.Mill}' \"$@\"\n");
        File.SetUnixFileMode(path, (UnixFileMode)(executable ? 0x1ED : 0x1A4));
        return path;
    }

    static string From(string name) => name == "mill" ? Places.Mill : Path.Combine(Path.GetDirectoryName(Places.Mill)!, name);
}
