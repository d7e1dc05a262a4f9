using Mill.Cli;
using Mill.Supervise;

if (args is ["_worker", ..]) return Worker.Main(args);

Output.FillClosed();
var output = Output.Standard();
try
{
    return CommandLine.Run(args, output, TimeProvider.System);
}
catch (Exception fault)
{
    // Nothing that a person can meet should come here; what does is told in words and not as a crash of the runtime.
    output.Tell($"{fault.Message} ({fault.GetType().Name}; this is a fault in mill, please report it)");
    return Exit.Error;
}
