using System.Text;
using Mill.Plans;
using Mill.Platform;
using Mill.Runs;

namespace Mill.Launch;

/// <summary>Looks at a request before anything is written: what passes here can be launched.</summary>
internal sealed class RequestCheck(IPlatform platform)
{
    const int LongestName = 200;
    static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The spec that a request comes to, in its caller's environment.</summary>
    public RunSpec Check(StartRequest request, Dictionary<string, string> environment, Ancestry ancestry)
    {
        CheckTexts(request, environment);
        CheckLimits(request);
        var program = request.Program is { } copy ? ProgramCheck.Check(copy) : null;
        var folder = WorkingDirectory(request.WorkingDirectory ?? request.CallerDirectory);
        var secrets = request.KeepSecrets is true ? [] : Secrets(request.Environment).ToArray();
        var lookup = new CommandLookup(platform);
        var plan = request.Plan is { } asked ? new PlanPreparation(platform, lookup).Prepare(asked, request, folder, environment) : null;
        var path = plan is null ? lookup.Find(request.Command, request.Arguments, folder, environment.GetValueOrDefault("PATH")) : "";
        if (request.LineBuffered is true) lookup.Find("stdbuf", [], folder, environment.GetValueOrDefault("PATH"));
        return new RunSpec
        {
            Command = request.Command,
            Path = path,
            Arguments = request.Arguments,
            Program = program,
            Plan = plan,
            Retry = plan is null ? request.Retry : null,
            WorkingDirectory = folder,
            Name = request.Name,
            Tags = request.Tags,
            Environment = Kept(request, secrets),
            SecretNames = secrets,
            RemovedEnvironment = [.. request.Environment.Where(one => one.Value is null).Select(one => one.Key)],
            KeepSecrets = request.KeepSecrets ?? false,
            TimeoutMs = Ms(request.Timeout),
            IdleTimeoutMs = Ms(request.IdleTimeout),
            GraceMs = Ms(request.Grace) ?? RunSpec.UsualGraceMs,
            MemoryLimitBytes = request.MemoryLimit,
            CpuLimit = request.CpuLimit,
            LogCapBytes = request.LogCap ?? RunSpec.UsualLogCapBytes,
            OutputLimitBytes = request.OutputLimit,
            Merge = request.Merge ?? false,
            AllowBackground = request.AllowBackground ?? false,
            LineBuffered = request.LineBuffered ?? false,
            ParentId = ancestry.ParentId,
            Depth = ancestry.Depth,
            OpenFilesLimit = platform.Processes.CallersOpenFilesLimit() ?? ancestry.OpenFilesLimit,
        };
    }

    /// <summary>The variables among some whose values are nobody's business.</summary>
    public static IEnumerable<string> Secrets(IReadOnlyDictionary<string, string?> variables) =>
        variables.Where(one => one.Value is not null && SecretNames.LooksSecret(one.Key)).Select(one => one.Key);

    void CheckTexts(StartRequest request, Dictionary<string, string> environment)
    {
        if (string.IsNullOrEmpty(request.Command) && request.Plan is null) throw Bad(MillError.BadValue, "No command was given.", null);
        if (request.Plan is not null && (request.Command.Length > 0 || request.Program is not null))
            throw Bad(MillError.BadValue, "A plan and a command were given; a run is one or the other.", request.Command);
        foreach (var text in new[] { request.Program?.Title, request.Program?.Origin }.OfType<string>()) Measure(text);
        if (request.Name is { } name && (name.Length is 0 or > LongestName || name.AsSpan().IndexOfAny('\0', '\n', '\r') >= 0))
            throw Bad(MillError.BadValue, $"A name has 1 to {LongestName} characters in one line; this one has {name.Length}. Give another with --name.", "name");
        foreach (var (key, value) in request.Tags)
            if (key.Length is 0 or > LongestName || value.Length > LongestName || key.Contains('=', StringComparison.Ordinal))
                throw Bad(MillError.BadValue, $"The tag '{key}' makes no sense; a tag is KEY=VALUE, each of at most {LongestName} characters.", "tag");
        foreach (var key in request.Environment.Keys) CheckVariable(key);
        foreach (var (key, value) in request.Environment) Measure($"{key}={value}");
        CheckRawArguments(request);
        CheckSizes(request, environment);
    }

    void CheckRawArguments(StartRequest request)
    {
        if (!Texts(request).Any(one => one.Contains('\uFFFD', StringComparison.Ordinal))) return;
        foreach (var raw in platform.Processes.RawArguments() ?? [])
            if (!IsText(raw)) throw Bad(MillError.BadArgument,
                $"The argument '{Encoding.UTF8.GetString(raw)}' is not text (UTF-8); Mill keeps arguments as text. Rename the file, or pass it another way.", null);
    }

    static IEnumerable<string> Texts(StartRequest request) =>
    [
        request.Command, .. request.Arguments, request.Name ?? "", request.WorkingDirectory ?? "",
        .. request.Tags.Select(tag => $"{tag.Key}={tag.Value}"), .. request.Environment.Select(one => $"{one.Key}={one.Value}"),
    ];

    void CheckSizes(StartRequest request, Dictionary<string, string> environment)
    {
        var (together, one) = platform.Processes.ArgumentLimits();
        long sum = 4096; // What Mill adds by itself, and what the kernel keeps.
        foreach (var size in request.Arguments.Append(request.Command).Select(Measure).Concat(environment.Select(pair => MeasureBytes($"{pair.Key}={pair.Value}"))))
        {
            var bytes = size + 1;
            if (bytes > one) throw Bad(MillError.BadArgument, $"An argument or variable has {bytes} bytes; this system takes {one} in one. Pass it in a file.", null);
            sum += bytes + 8;
        }
        if (sum > together) throw Bad(MillError.BadArgument, $"Arguments and environment have {sum} bytes; this system takes {together}. Pass them in a file.", null);
    }

    static void CheckLimits(StartRequest request)
    {
        CheckDuration(request.Timeout, "timeout", zeroIsFine: false);
        CheckDuration(request.IdleTimeout, "idle timeout", zeroIsFine: false);
        CheckDuration(request.Grace, "grace", zeroIsFine: true);
        CheckSize(request.MemoryLimit, "memory limit", RunSpec.LeastMemoryBytes);
        CheckSize(request.LogCap, "log cap", RunSpec.LeastLogCapBytes);
        CheckSize(request.OutputLimit, "output limit", 1);
        if (request.Retry is { IsWhole: false } or { Attempts: > RetryReader.MostAttempts })
            throw Bad(MillError.BadValue, $"The retry policy makes no sense: it has 1 to {RetryReader.MostAttempts} attempts, and lengths of time.", "retry");
        if (request.CpuLimit is { } cpu && !(cpu is >= 0.01 and <= 100_000))
            throw Bad(MillError.BadValue, $"The cpu limit {cpu} makes no sense; it is a number of processors, such as 1 or 0.5.", "cpu-limit");
    }

    /// <summary>Refuses what no variable can be called.</summary>
    public static void CheckVariable(string name)
    {
        if (name.Length == 0 || name.AsSpan().IndexOfAny('=', '\0') >= 0) throw Bad(MillError.BadArgument, $"'{name}' is no name for a variable.", name);
    }

    /// <summary>Refuses a length of time that makes no sense.</summary>
    public static void CheckDuration(TimeSpan? duration, string what, bool zeroIsFine)
    {
        if (duration is not { } given) return;
        if (!Durations.IsLength(given) || (given == TimeSpan.Zero && !zeroIsFine))
            throw Bad(MillError.BadValue, $"The {what} {given} makes no sense; try 30s, 10m or 2h.", what);
    }

    /// <summary>Refuses an amount of bytes that makes no sense.</summary>
    public static void CheckSize(long? size, string what, long least)
    {
        if (size is { } given && (given < least || given > 1L << 50))
            throw Bad(MillError.BadValue, $"The {what} of {given} bytes makes no sense; it is at least {least} bytes. Try 64MB or 2GB.", what);
    }

    string WorkingDirectory(string? asked)
    {
        if (asked?.Length == 0) throw Bad(MillError.FolderNotFound, "The folder to start in has no name; give one with --cwd.", asked);
        if (asked?.Contains('\0', StringComparison.Ordinal) == true) throw Bad(MillError.FolderNotFound, "The folder to start in has a NUL character in its path; give another with --cwd.", asked);
        var folder = FullPath(asked);
        if (!Directory.Exists(folder)) throw Bad(MillError.FolderNotFound, $"The folder {folder} does not exist; make it, or give another with --cwd.", folder);
        if (!platform.Files.MayEnter(folder)) throw Bad(MillError.FolderNotFound, $"The folder {folder} cannot be entered; give another with --cwd.", folder);
        return folder;
    }

    static string FullPath(string? asked)
    {
        try
        {
            return Path.GetFullPath(asked ?? Environment.CurrentDirectory);
        }
        catch (IOException)
        {
            throw Bad(MillError.FolderNotFound, "The current folder does not exist any more; go to another, or give one with --cwd.", asked);
        }
    }

    static Dictionary<string, string> Kept(StartRequest request, string[] secrets) => request.Environment
        .Where(one => one.Value is not null && !secrets.Contains(one.Key, StringComparer.Ordinal))
        .ToDictionary(one => one.Key, one => one.Value!, StringComparer.Ordinal);

    /// <summary>How many bytes a text has; refuses what no process can be given.</summary>
    public static long Measure(string text)
    {
        try
        {
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw Bad(MillError.BadArgument, "An argument has a NUL character in it; no program can be given that.", null)
                : s_strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            throw Bad(MillError.BadArgument, "An argument is not text: it has half a character in it.", null);
        }
    }

    // The caller's own variables need not be text.
    static long MeasureBytes(string text)
    {
        if (!ByteText.HasHalves(text)) return Measure(text);
        var bytes = ByteText.Bytes(text);
        return ByteText.Of(bytes) == text ? bytes.Length : Measure(text);
    }

    static bool IsText(byte[] raw)
    {
        try
        {
            return s_strict.GetCharCount(raw) >= 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    static long? Ms(TimeSpan? duration) => (long?)duration?.TotalMilliseconds;

    static MillException Bad(MillError code, string message, string? target) => new(code, message, target);
}
