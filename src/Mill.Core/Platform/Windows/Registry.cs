namespace Mill.Platform.Windows;

/// <summary>Reads texts of the machine's registry.</summary>
internal static unsafe class Registry
{
    const nint Machine = unchecked((int)0x80000002); // HKEY_LOCAL_MACHINE
    const uint TextOf64Bit = 0x2 | 0x00010000;       // RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY
    const uint TextOf32Bit = 0x2 | 0x00020000;       // RRF_RT_REG_SZ | RRF_SUBKEY_WOW6432KEY
    const int Room = 1024;

    /// <summary>A text; null where there is none.</summary>
    public static string? Text(string key, string name) => Text(key, name, TextOf64Bit);

    /// <summary>A text that 32-bit programs have written; null where there is none.</summary>
    public static string? TextFor32Bit(string key, string name) => Text(key, name, TextOf32Bit);

    static string? Text(string key, string name, uint kinds)
    {
        var text = stackalloc char[Room];
        uint size = Room * sizeof(char);
        return Advapi32.ReadRegistry(Machine, key, name, kinds, null, text, &size) == 0 && *text != 0 ? new string(text) : null;
    }
}
