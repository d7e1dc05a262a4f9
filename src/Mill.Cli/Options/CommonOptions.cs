namespace Mill.Cli.Options;

/// <summary>Options that every verb takes, before it or after.</summary>
internal static class CommonOptions
{
    public static readonly Option Home = new("home", "DIR", "where runs are kept ($MILL_HOME, else ~/.mill)");
    public static readonly Option Json = new("json", null, "machine output on stdout, people's text on stderr");
    public static readonly Option Help = new("help", null, "this text") { Letter = 'h' };
    public static readonly Option Version = new("version", null, "the version of mill");

    public static readonly Option[] All = [Home, Json, Help];
    public static readonly Option[] BeforeVerb = [Home, Json, Help, Version];
}
