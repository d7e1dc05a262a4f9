namespace Mill.Tests.Harness;

/// <summary>A home that root gives to a user who is not root, and for whom something can be closed.</summary>
static class SomebodyElse
{
    const string Nobody = "65534", Root = "0";

    /// <summary>Gives the home away, with all that is beside it.</summary>
    public static void GiveAway(this TestHome home) => GiveTo(home, Nobody);

    /// <summary>Takes it back: whoever recounts a home has to be who it belongs to.</summary>
    public static void TakeBack(this TestHome home) => GiveTo(home, Root);

    /// <summary>Runs the executable on the home as the one to whom it was given.</summary>
    public static Answer MillOfOwner(this TestHome home, params string[] line) =>
        Programs.Run("setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", Places.Mill, .. line], home.At(new RunOptions()));

    /// <summary>Mill on the home as somebody who is not root, for whom nothing is closed.</summary>
    public static Func<string[], Answer> AsNobody(this TestHome home)
    {
        if (!Libc.IsRoot) return line => home.Mill(line);
        home.GiveAway();
        if (home.MillOfOwner("--version").ExitCode != 0) Assert.Skip("Nobody else may run this build of mill.");
        return line => home.MillOfOwner(line);
    }

    static void GiveTo(TestHome home, string user) => Programs.Run("chown", ["-R", $"{user}:{user}", home.Root], new RunOptions()).Expect(0);
}
