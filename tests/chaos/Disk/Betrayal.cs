using System.Globalization;

namespace Mill.Chaos.Disk;

/// <summary>A disk and a clock that betray single processes: a library that is loaded into them, and a file that tells it how.</summary>
sealed class Betrayal(TestHome home)
{
    const int NoSuchCall = 95; // EOPNOTSUPP

    static readonly Lazy<string?> s_library = new(Build);

    /// <summary>Numbers of errors.</summary>
    public const int ReadOnly = 30, NoLocks = 37, QuotaFull = 122, BadDisk = 5, NotSupported = NoSuchCall;

    readonly string _told = Path.Combine(home.Root, "betrayal");

    /// <summary>The library on the home, with workers that are betrayed.</summary>
    public MillClient Client => new(new MillOptions { Home = home.Home, Executable = Mill() });

    /// <summary>How they are betrayed from here on: words and numbers, see <c>betray.c</c>; none for no longer.</summary>
    public void Now(params string[] words)
    {
        File.WriteAllLines(_told + ".new", words);
        File.Move(_told + ".new", _told, overwrite: true);
    }

    /// <summary>Runs the executable, betrayed.</summary>
    public Answer Mill(params string[] line) => home.MillWith(new RunOptions { Environment = Variables() }, line);

    string Mill()
    {
        var path = Path.Combine(home.Root, "mill-betrayed");
        var variables = string.Join(' ', Variables().Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key}='{one.Value}'")));
        File.WriteAllText(path, $"#!/bin/sh\n{variables} exec '{Places.Mill}' \"$@\"\n");
        File.SetUnixFileMode(path, (UnixFileMode)0x1ED);
        return path;
    }

    Dictionary<string, string?> Variables() => new()
    {
        ["LD_PRELOAD"] = s_library.Value ?? throw new LeftOut("there is no gcc to build what betrays"),
        ["BETRAY"] = _told,
        ["BETRAY_BELOW"] = home.Home,
    };

    static string? Build()
    {
        var library = Path.Combine(Directory.CreateTempSubdirectory("mill-betray-").FullName, "betray.so");
        var source = Path.Combine(Places.Repository, "tests", "chaos", "Disk", "betray.c");
        try { return Programs.Run("gcc", ["-O1", "-shared", "-fPIC", "-o", library, source, "-ldl"], new RunOptions()).ExitCode == 0 ? library : null; }
        catch (System.ComponentModel.Win32Exception) { return null; }
    }
}
