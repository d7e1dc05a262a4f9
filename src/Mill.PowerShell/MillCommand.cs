using System.Management.Automation;
using Mill.PowerShell.Binding;

namespace Mill.PowerShell;

/// <summary>What every cmdlet has: a home, a token that Ctrl+C cancels, and one way to tell of errors.</summary>
public abstract class MillCommand : PSCmdlet, IDisposable
{
    readonly CancellationTokenSource _stopping = new();
    readonly Dictionary<string, MillClient> _clients = new(StringComparer.Ordinal);

    /// <summary>The folder that holds the runs; without it, <c>$env:MILL_HOME</c>, else <c>~/.mill</c>.</summary>
    [Parameter]
    [Alias("Home")]
    [ValidateNotNullOrEmpty]
    public string? MillHome { get; set; }

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    private protected CancellationToken StopToken => _stopping.Token;

    /// <summary>The client for the home that was asked for.</summary>
    private protected MillClient Client => ClientOf(null);

    /// <summary>The client for a run's own home, or for the one that was asked for.</summary>
    private protected MillClient ClientOf(string? home)
    {
        var wanted = home ?? (MillHome is null ? "" : PathOf(MillHome));
        if (_clients.TryGetValue(wanted, out var known)) return known;
        return _clients[wanted] = new MillClient(new MillOptions { Home = wanted.Length == 0 ? null : wanted, InstalledIn = MyInvocation.MyCommand.Module?.ModuleBase });
    }

    /// <summary>A path as the shell means it: relative to its file-system location, whatever drive it is on now.</summary>
    internal string PathOf(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal)) throw new MillException(MillError.FolderNotFound, "A path has a NUL character in it; nothing is called that.", path);
        var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem" ? full : throw new MillException(MillError.FolderNotFound, $"{path} is no path of the file system.", path);
    }

    /// <summary>Whether only what would be done is to be said.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var said)
        ? LanguagePrimitives.IsTrue(said) : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Does something for one item; what goes wrong is one error, and the next item has its turn.</summary>
    private protected void For(object target, Action act)
    {
        try
        {
            act();
        }
        catch (MillException e)
        {
            WriteError(Errors.Of(e, target));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            // The pipeline is being stopped: whoever stopped it knows.
        }
    }

    /// <summary>Does what nothing can go on without.</summary>
    private protected T Must<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (MillException e)
        {
            ThrowTerminatingError(Errors.Of(e, e.Target));
            throw;
        }
    }

    /// <summary>The error for something that names no run.</summary>
    private protected static MillException NotARun(object? given, bool typed = true) => new(MillError.NotARun, (given is PSObject { BaseObject: var inner } ? inner : given) switch
    {
        null => $"$null is not a run. {Expected}",
        // Of an id that begins with digits, or ends like 1e55 or 12gb, PowerShell makes a number.
        var number when typed && IsNumber(number) && Typed.Text(given) is var text => $"{text} is a number to PowerShell. If it is part of a run's id, quote it: '{text}'",
        var other => $"An object of type {other.GetType().Name} is not a run. {Expected}",
    });

    const string Expected = "Give a run, a run id, a run's folder, or an object with an Id.";

    static bool IsNumber(object value) => value is not Enum && Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>Tells what somebody should know who asked for something.</summary>
    private protected void Warn(string message) => WriteWarning(Spelling.AsCmdlets(message));

    /// <summary>What a person who leaves is told; null where leaving means nothing.</summary>
    private protected virtual string? Farewell => null;

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        var words = Screen.IsThere ? Farewell : null;
        _stopping.Cancel();
        if (words is not null) Host.UI?.WriteLine(words);
    }

    /// <summary>Lets go of the token.</summary>
    public virtual void Dispose()
    {
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }
}
