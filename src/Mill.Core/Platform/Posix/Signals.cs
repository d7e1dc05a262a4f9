namespace Mill.Platform.Posix;

/// <summary>Signals and what Mill does with them (signal.h; on Linux the numbers are those of x64 and arm64
/// alike).</summary>
internal static unsafe class Signals
{
    public const int Hangup = 1, Interrupt = 2, Quit = 3, FloatingPoint = 8, Kill = 9, Segment = 11, Pipe = 13, Term = 15, FileTooLarge = 25, Window = 28;
    public static readonly int Bus = s_mac ? 10 : 7, User1 = s_mac ? 30 : 10, Child = s_mac ? 20 : 17, Continue = s_mac ? 19 : 18,
        Stop = s_mac ? 17 : 19, TerminalStop = s_mac ? 18 : 20, Urgent = s_mac ? 16 : 23;

    /// <summary>The last signal that has a name of its own.</summary>
    public const int LastClassic = 31;

    const int ActionSize = 256;
    static readonly int s_setMaskTo = s_mac ? 3 : 2;

    static readonly string[] s_names = s_mac
        ?
        [
            "0", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGEMT", "SIGFPE", "SIGKILL", "SIGBUS",
            "SIGSEGV", "SIGSYS", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGURG", "SIGSTOP", "SIGTSTP", "SIGCONT", "SIGCHLD",
            "SIGTTIN", "SIGTTOU", "SIGIO", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGINFO", "SIGUSR1", "SIGUSR2",
        ]
        :
        [
            "0", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
            "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP",
            "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
        ];

    /// <summary>What a supervisor reads instead of being interrupted: all but the faults that its runtime turns into
    /// exceptions, and those that the C library and the runtime use for themselves: on Linux 32 to 35 (the first
    /// real-time signal is 34 in glibc and 35 in musl), on macOS SIGUSR1, which the runtime lets pass when it is not
    /// its own. A fault of its own ends a process that holds its signal all the same.</summary>
    public static SignalSet Held { get; } = s_mac
        ? SignalSet.All.Without(FloatingPoint, Segment, Bus, Kill, Stop, User1)
        : SignalSet.All.Without(FloatingPoint, Segment, Kill, Stop, 32, 33, 34, 35);

    static bool s_mac => OperatingSystem.IsMacOS();

    /// <summary>The name of a signal.</summary>
    public static string Name(int signal) => signal <= LastClassic ? s_names[signal] : $"SIGRT{signal}";

    /// <summary>Whether a supervisor need not know of a signal.</summary>
    public static bool IsHarmless(int signal) =>
        signal is Window or Pipe or FileTooLarge || signal == Continue || signal == Urgent || signal == Child;

    /// <summary>Whether a signal asks for an end.</summary>
    public static bool AsksToEnd(int signal) => signal is Term or Interrupt or Hangup;

    /// <summary>The number of what Mill sends.</summary>
    public static int Number(StopSignal signal) => signal switch
    {
        StopSignal.Term => Term,
        StopSignal.Kill => Kill,
        StopSignal.Continue => Continue,
        StopSignal.Pause => Stop,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };

    /// <summary>Holds signals back in this thread and those that it starts.</summary>
    public static void Hold()
    {
        var held = Held;
        if (Libc.SetMask(s_setMaskTo, &held, null) is var error and not 0)
            throw Failure.Refused("to hold signals back", error);
    }

    /// <summary>Lets held signals do again what they do by default: an ignored SIGCHLD would lose exit codes.</summary>
    public static void RestoreDefaults()
    {
        var plain = stackalloc byte[ActionSize];
        new Span<byte>(plain, ActionSize).Clear();
        for (var signal = 1; signal <= LastClassic; signal++)
            if (signal != Pipe && Held.Has(signal)) _ = Libc.SetAction(signal, plain, null);
    }
}
