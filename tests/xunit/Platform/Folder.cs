namespace Mill.Tests.Platform;

/// <summary>A folder of one test's own, removed after it.</summary>
sealed class Folder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("mill-platform-").FullName;

    /// <summary>A path in it.</summary>
    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Makes a file in it.</summary>
    public string File(string name, string text = "")
    {
        System.IO.File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Makes a program in it that the shell runs.</summary>
    public string Script(string name, string text)
    {
        File(name, $"#!/bin/sh\n{text}\n");
        System.IO.File.SetUnixFileMode(this[name], (UnixFileMode)0x1ED);
        return this[name];
    }

    /// <summary>Skips a test where no links can be made.</summary>
    public void NeedsLinks()
    {
        var link = this["a-link"];
        try
        {
            System.IO.File.CreateSymbolicLink(link, this["nowhere"]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"No links can be made here: {e.Message}");
        }
        Assert.SkipUnless(new FileInfo(link).LinkTarget is not null, "No links can be made here.");
        System.IO.File.Delete(link);
    }

    /// <summary>Skips a test where a file that was removed keeps its name until nobody has it open any more.</summary>
    public void NeedsNamesToGoAtOnce()
    {
        var files = Mill.Platform.Current.Platform.Files;
        using var open = files.OpenToUpdate(this["a-name"]);
        files.Delete(this["a-name"]);
        Assert.SkipUnless(files.Look(this["a-name"]) is null, "A file that is open keeps its name here.");
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
