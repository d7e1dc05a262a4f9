using Mill;
using Mill.Cli;
using Mill.Supervise;

var isWorker = args is ["_worker", ..];
if (!isWorker) Output.FillClosed();
var output = Output.Standard();
try
{
    return isWorker ? Worker.Main(args) : CommandLine.Run(args, output, TimeProvider.System, new MillOptions());
}
catch (MillException refused)
{
    output.Tell(refused.Message);
    return Exit.Usage;
}
catch (Exception fault)
{
    // Nothing that a person can meet should come here; what does is told in words and not as a crash of the runtime.
    output.Tell($"{fault.Message} ({fault.GetType().Name}; this is a fault in mill, please report it)");
    return Exit.Error;
}
