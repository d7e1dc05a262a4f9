namespace Mill;

/// <summary>Which version this is; the text is written by the build.</summary>
internal static partial class MillVersion;
