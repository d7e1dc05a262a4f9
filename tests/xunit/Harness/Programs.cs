using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mill.Tests.Harness;

/// <summary>How a program is run: with what environment, where, and what it is told.</summary>
sealed record RunOptions
{
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
    public string? Folder { get; init; }
    public string Input { get; init; } = "";
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>Runs programs to their end.</summary>
static class Programs
{
    /// <summary>The variable that names another executable to be tested.</summary>
    public const string ExecutableVariable = "MILL_TEST_EXE";
    /// <summary>The variable that says of it that it was built with its named steps.</summary>
    public const string StepsVariable = "MILL_TEST_STEPS";

    // The suite may itself be running inside a run.
    [ModuleInitializer]
    internal static void LeaveTheRun()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsMillS)) Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("DOTNET_EnableDiagnostics", "0"); // Those that are killed would leave files behind.
    }

    static bool IsMillS(string name) => name.StartsWith("MILL_", StringComparison.Ordinal) && name is not (ExecutableVariable or StepsVariable);

    /// <summary>Lets a file that was just written be run as a program: a child that another test is just launching may have it open to write yet.</summary>
    public static void LetRun(string path) => Mill.Platform.Current.Platform.Files.LetRun(path);

    /// <summary>Runs a program until it has exited and everybody has let go of its output.</summary>
    public static Answer Run(string program, IEnumerable<string> arguments, RunOptions options)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(program, arguments, options);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        Feed(process, options.Input);
        var ended = Task.WaitAll([output, error, process.WaitForExitAsync()], options.Deadline);
        if (!ended) Fail(process, options.Deadline, output, error);
        return new Answer(Words(process), process.ExitCode, output.Result, error.Result, clock.Elapsed);
    }

    /// <summary>Starts a program whose three streams are pipes to the test.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, RunOptions options)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
            WorkingDirectory = options.Folder ?? Path.GetTempPath(),
        };
        start.Environment.Remove(ExecutableVariable);
        start.Environment.Remove(StepsVariable);
        foreach (var (name, value) in options.Environment)
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        return Process.Start(start)!;
    }

    // The program may be gone, or have closed its input, before everything was told.
    static void Feed(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException) { }
    }

    static void Fail(Process process, TimeSpan deadline, Task<string> output, Task<string> error)
    {
        var state = process.HasExited ? $"exited with {process.ExitCode}, but somebody still holds its output" : "still running";
        process.Kill(entireProcessTree: true);
        Assert.Fail($"$ {Words(process)}\nafter {deadline.TotalSeconds:0} s: {state}\n--- out\n{Of(output)}\n--- err\n{Of(error)}");
    }

    static string Of(Task<string> text) => text.Wait(TimeSpan.FromSeconds(1)) ? text.Result : "(not at its end)";

    static string Words(Process process) =>
        $"{Path.GetFileName(process.StartInfo.FileName)} {string.Join(' ', process.StartInfo.ArgumentList.Select(Short))}";

    static string Short(string word) => word.Length <= 200 ? word : $"{word[..200]}… ({word.Length} characters)";
}
