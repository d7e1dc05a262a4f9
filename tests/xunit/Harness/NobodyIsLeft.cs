[assembly: AssemblyFixture(typeof(Mill.Tests.Harness.NobodyIsLeft))]

namespace Mill.Tests.Harness;

/// <summary>What the tests start inherits a mark, and whoever still has it in the end fails the suite.</summary>
public sealed class NobodyIsLeft : IDisposable
{
    const string Variable = "TESTS_OF_MILL";
    readonly string _value = $"{Guid.NewGuid():N}";

    /// <summary>Sets the mark.</summary>
    public NobodyIsLeft() => Environment.SetEnvironmentVariable(Variable, _value);

    /// <summary>Looks for it.</summary>
    public void Dispose() =>
        Until.True(() => Left().Length == 0, TimeSpan.FromSeconds(20), "every process of the tests is gone", () => string.Join('\n', Left()));

    string[] Left() =>
        [.. Everybody.WithVariable($"{Variable}={_value}").Select(pid => $"{pid} {string.Join(' ', ProcFs.CommandLine(pid))}")];
}
