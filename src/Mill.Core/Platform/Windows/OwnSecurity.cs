using System.Runtime.InteropServices;

namespace Mill.Platform.Windows;

/// <summary>Security descriptors that give their owner everything and nobody else anything, in a folder also for what is made in it.</summary>
internal static unsafe class OwnSecurity
{
    static readonly void* s_file = Make($"O:{Sids.User}D:P(A;;FA;;;{Sids.User})");
    static readonly void* s_folder = Make($"O:{Sids.User}D:P(A;OICI;FA;;;{Sids.User})");
    static readonly void* s_object = Make($"O:{Sids.User}D:P(A;;GA;;;{Sids.User})");

    /// <summary>For a file.</summary>
    public static SecurityAttributes ForFile => new(s_file);
    /// <summary>For a folder.</summary>
    public static SecurityAttributes ForFolder => new(s_folder);
    /// <summary>For an event.</summary>
    public static SecurityAttributes ForObject => new(s_object);

    // Kept for as long as the process lives: there are three of them.
    static void* Make(string text)
    {
        void* descriptor;
        return Advapi32.ParseSecurity(text, 1, &descriptor, null) != 0 ? descriptor : throw WindowsFailure.Refused("to describe who may use a file");
    }
}

/// <summary>Who may use an object that is made, and whether it is inherited (struct SECURITY_ATTRIBUTES).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe readonly struct SecurityAttributes
{
    readonly uint _size;
    readonly void* _descriptor;
    readonly int _inherited;

    /// <summary>Not inherited.</summary>
    public SecurityAttributes(void* descriptor)
    {
        _size = (uint)sizeof(SecurityAttributes);
        _descriptor = descriptor;
        _inherited = 0;
    }
}
