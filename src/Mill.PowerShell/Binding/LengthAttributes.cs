using System.Management.Automation;
using Mill.Runs;

namespace Mill.PowerShell.Binding;

/// <summary>Reads a length of time as it was typed (<c>30s</c>, <c>2d</c>, a bare number of seconds), or takes a TimeSpan as it is.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether no time at all makes sense too.</summary>
    public bool OrZero { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData switch
        {
            null => null,
            TimeSpan or PSObject { BaseObject: TimeSpan } => inputData,
            _ => Typed.Read(inputData, text => Durations.Parse(text, OrZero)),
        };
}

/// <summary>Reads an amount of bytes as it was typed (<c>512MB</c>, <c>2GB</c>, a bare number).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SizeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is null ? null : Typed.Read(inputData, text => Sizes.Parse(text));
}

/// <summary>Reads a moment: a date, or how long ago (<c>2h</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MomentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData switch
        {
            null => null,
            PSObject { BaseObject: DateTime or DateTimeOffset } or DateTime or DateTimeOffset => inputData,
            TimeSpan ago => Ago(ago),
            PSObject { BaseObject: TimeSpan ago } => Ago(ago),
            _ when Typed.Text(inputData) is { Length: > 1 } text && char.IsAsciiLetterLower(text[^1]) && char.IsAsciiDigit(text[0])
                => Typed.Read(inputData, said => Ago(Durations.Parse(said))),
            _ when LanguagePrimitives.TryConvertTo<DateTimeOffset>(inputData, out var moment) => moment,
            _ => throw new ArgumentTransformationMetadataException($"'{Typed.Text(inputData)}' is no moment: write a date, or how long ago: 30s, 10m, 2h, 7d."),
        };

    static DateTime Ago(TimeSpan time) => TimeProvider.System.GetLocalNow().DateTime - time;
}

/// <summary>What was typed, before PowerShell made a number of it.</summary>
internal static class Typed
{
    /// <summary>The text: a number that was typed comes as it was typed, any other one as every culture reads it.</summary>
    public static string? Text(object? value) => LanguagePrimitives.ConvertTo<string>(value);

    /// <summary>Reads the text; what makes no sense is a binding error in Mill's words.</summary>
    public static T Read<T>(object value, Func<string, T> read)
    {
        try
        {
            return read(Text(value) ?? "");
        }
        catch (MillException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
