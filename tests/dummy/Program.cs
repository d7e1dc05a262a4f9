using Mill.Dummy.Behaviours;

var behaviours = new Dictionary<string, Func<string[], int>>(StringComparer.Ordinal)
{
    ["append"]           = Append.Run,
    ["arguments"]        = Arguments.Run,
    ["contain"]          = Contain.Run,
    ["contain-worker"]   = ContainWorker.Run,
    ["echo"]             = Echo.Run,
    ["echo-input"]       = EchoInput.Run,
    ["empty-own-log"]    = EmptyOwnLog.Run,
    ["end-when-asked"]   = EndWhenAsked.Run,
    ["environment"]      = PrintEnvironment.Run,
    ["exit"]             = Exit.Run,
    ["hear-keys"]        = HearKeys.Run,
    ["hear-signals"]     = HearSignals.Run,
    ["hide-environment"] = HideEnvironment.Run,
    ["hold-another"]     = HoldAnother.Run,
    ["hold-keys"]        = HoldKeys.Run,
    ["hold-life"]        = HoldLife.Run,
    ["hold-run"]         = HoldRun.Run,
    ["ignore-term"]      = IgnoreTerm.Run,
    ["leave-behind"]     = LeaveBehind.Run,
    ["long-line"]        = LongLine.Run,
    ["main-thread-gone"] = MainThreadGone.Run,
    ["make"]             = Make.Run,
    ["memory"]           = Memory.Run,
    ["open-files"]       = OpenFilesLimit.Run,
    ["overwrite-environment"] = OverwriteEnvironment.Run,
    ["rename"]           = Rename.Run,
    ["respawn"]          = Respawn.Run,
    ["signal-self"]      = SignalSelf.Run,
    ["sleep"]            = Sleep.Run,
    ["spin"]             = Spin.Run,
    ["start"]            = Start.Run,
    ["supervise"]        = Supervise.Run,
    ["tell-inheritance"] = TellInheritance.Run,
    ["tell-orders"]      = TellOrders.Run,
    ["tree"]             = Tree.Run,
    ["wait-for-vfork"]   = WaitForVfork.Run,
    ["write"]            = Write.Run,
};

if (args.Length > 0 && behaviours.TryGetValue(args[0], out var behave)) return behave(args[1..]);
Console.Error.WriteLine($"mill-dummy: one of {string.Join(' ', behaviours.Keys)}");
return 64;
