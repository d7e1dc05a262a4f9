using System.Diagnostics;
using System.Reflection;

namespace Mill.Tests.Harness;

/// <summary>
/// Runs the tests of this assembly one after another, and says of each at once what came of it: a test that hangs, or that ends this
/// process, is the one after the last that was told. Nothing of xunit's own runner is needed, which wants a console.
/// </summary>
static class TestHost
{
    const string SkipMark = "$XunitDynamicSkip$";

    /// <summary>Arguments: words of which a test's name must have one; all tests when there is none.</summary>
    public static int Run(string[] words)
    {
        var (passed, failed, skipped) = (0, 0, 0);
        foreach (var (name, act) in Tests().Where(one => words.Length == 0 || words.Any(word => one.Name.Contains(word, StringComparison.Ordinal))))
        {
            var clock = Stopwatch.StartNew();
            var trouble = Catch(act);
            var outcome = trouble is null ? "passed" : IsSkip(trouble) ? "skipped" : "FAILED";
            _ = outcome switch { "passed" => passed++, "skipped" => skipped++, _ => failed++ };
            Say($"{outcome} {name} ({clock.ElapsedMilliseconds} ms){(trouble is null ? "" : outcome == "FAILED" ? $"\n{trouble}" : $": {trouble.Message[SkipMark.Length..]}")}");
        }
        Say($"{passed} passed, {failed} failed, {skipped} skipped");
        return failed > 0 || passed == 0 ? 1 : 0;
    }

    static IEnumerable<(string Name, Action Act)> Tests() =>
        from type in typeof(TestHost).Assembly.GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal)
        where type is { IsAbstract: false, IsPublic: true }
        from method in type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null).OrderBy(method => method.Name, StringComparer.Ordinal)
        from values in Values(method)
        select ($"{type.Name}.{method.Name}{(values.Length > 0 ? $"({string.Join(", ", values)})" : "")}", (Action)(() => Act(type, method, values)));

    static IEnumerable<object?[]> Values(MethodInfo method) => method.GetCustomAttributes<InlineDataAttribute>() switch
    {
        var given when given.Any() => given.Select(one => one.Data),
        _ => [[]],
    };

    static void Act(Type type, MethodInfo method, object?[] values)
    {
        var subject = Activator.CreateInstance(type)!;
        try
        {
            Call(method, subject, values);
        }
        finally
        {
            (subject as IDisposable)?.Dispose();
        }
    }

    static void Call(MethodInfo method, object subject, object?[] values)
    {
        if (values is [bool yes]) method.CreateDelegate<Action<bool>>(subject)(yes);
        else if (values is [string text]) method.CreateDelegate<Action<string>>(subject)(text);
        else if (method.ReturnType == typeof(Task)) method.CreateDelegate<Func<Task>>(subject)().GetAwaiter().GetResult();
        else method.CreateDelegate<Action>(subject)();
    }

    static Exception? Catch(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception trouble)
        {
            return trouble;
        }
    }

    static bool IsSkip(Exception trouble) => trouble.Message.StartsWith(SkipMark, StringComparison.Ordinal);

    static void Say(string line)
    {
        Console.WriteLine(line);
        Console.Out.Flush();
    }
}
