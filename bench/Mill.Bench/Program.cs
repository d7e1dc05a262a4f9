using System.Globalization;
using Mill.Bench;

return args switch
{
    ["time", var rounds, var pause, .. var commands] => Comparison.Run(Number(rounds), Number(pause), commands),
    ["starts", var exe, var count, .. var command]   => Starts.Run(exe, Number(count), command),
    ["copies", var home, var id, var count]          => Copies.Make(home, id, Number(count)),
    _                                                => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("""
        mill-bench time ROUNDS PAUSE-MS NAME COMMAND ARG… [::: NAME COMMAND ARG…]…   medians in milliseconds
        mill-bench starts MILL COUNT COMMAND ARG…                                    starts a second from one process
        mill-bench copies HOME ID COUNT                                              copies of an ended run
        """);
    return 64;
}
