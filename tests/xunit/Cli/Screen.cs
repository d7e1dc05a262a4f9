using System.Text;
using Mill.Cli;

namespace Mill.Tests.Cli;

/// <summary>Standard output and standard error of a command line, kept to be looked at.</summary>
sealed class Screen
{
    readonly MemoryStream _out = new();
    readonly MemoryStream _err = new();

    public bool IsClosed { get; init; }
    public string Out => Encoding.UTF8.GetString(_out.ToArray());
    public string Err => Encoding.UTF8.GetString(_err.ToArray());

    public Output Output => new(
        bytes => { _out.Write(bytes); return !IsClosed; },
        bytes => { _err.Write(bytes); return true; },
        _ => false, () => null);

    /// <summary>Runs a command line.</summary>
    public int Run(params string[] words) => CommandLine.Run(words, Output, TimeProvider.System, new MillOptions { Executable = Places.Mill });
}
