using System.Reflection;
using Mill.Platform;

namespace Mill.Tests.Harness;

/// <summary>This system but for one part of it.</summary>
class OtherPlatform : DispatchProxy
{
    Type? _part;
    object? _instead;

    /// <summary>The system with something else in the place of one of its parts.</summary>
    public static IPlatform With<T>(T instead) where T : class
    {
        var platform = Create<IPlatform, OtherPlatform>();
        var other = (OtherPlatform)(object)platform;
        (other._part, other._instead) = (typeof(T), instead);
        return platform;
    }

    protected override object? Invoke(MethodInfo? method, object?[]? arguments) =>
        method!.ReturnType == _part ? _instead : method.Invoke(Current.Platform, arguments);
}
