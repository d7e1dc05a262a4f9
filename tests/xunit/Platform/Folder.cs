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

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
