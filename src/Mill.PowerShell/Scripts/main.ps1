# Runs the script that lies beside this file as program.ps1, under the name and with the arguments of input.clixml.
# What it gives goes to the text logs, and to logs/<spawn>.objects: a line each, a letter for the kind and CLIXML.
# All of this lives in a module of its own, so that the script sees nothing of it.

[Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)
$PSStyle.OutputRendering = 'PlainText'

& ([psmoduleinfo]::new({
    Set-StrictMode -Off
    $ErrorActionPreference = 'Continue'

    try { $asked = [Management.Automation.PSSerializer]::Deserialize([IO.File]::ReadAllText("$PSScriptRoot/input.clixml")) }
    catch {
        [Console]::Error.WriteLine("What the script was given cannot be read: $_")
        [Environment]::Exit(1)
    }
    $depth = $asked.Depth
    $mostBytes = 64MB
    $ownFrames = '(?s)(\r?\nat <ScriptBlock>, <No file>: line 1){2}\r?\nat <ScriptBlock>, [^\r\n]*main\.ps1: .*'
    $state = @{ Program = $null; IsFull = $false; IsUnbound = $false }

    $options = [IO.FileStreamOptions]@{ Mode = 'Append'; Access = 'Write'; Share = 'ReadWrite, Delete' }
    if (-not $IsWindows) { $options.UnixCreateMode = 'UserRead, UserWrite' }
    $log = [IO.StreamWriter]::new("$PSScriptRoot/logs/$env:MILL_SPAWN_ID.objects", [Text.UTF8Encoding]::new($false), $options)
    $log.AutoFlush = $true

    function Get-ErrorFacts([Management.Automation.ErrorRecord] $record) {
        $target = $record.TargetObject
        [pscustomobject]@{
            Message    = $record.Exception.Message
            Type       = $record.Exception.GetType().FullName
            Id         = $record.FullyQualifiedErrorId
            Category   = "$($record.CategoryInfo.Category)"
            Activity   = $record.CategoryInfo.Activity
            Reason     = $record.CategoryInfo.Reason
            TargetName = $record.CategoryInfo.TargetName
            TargetType = $record.CategoryInfo.TargetType
            Target     = $null -eq $target -or $target -is [ValueType] ? $target : "$target"
            Details    = $record.ErrorDetails.Message
            Advice     = $record.ErrorDetails.RecommendedAction
            Position   = $record.InvocationInfo.Line -eq $call ? $null : $record.InvocationInfo.PositionMessage
            Trace      = $record.ScriptStackTrace -replace $ownFrames
        }
    }

    function Get-InformationFacts([Management.Automation.InformationRecord] $record) {
        [pscustomobject]@{ Data = $record.MessageData; Source = $record.Source; Time = $record.TimeGenerated; Tags = @($record.Tags) }
    }

    function ConvertTo-Line($kind, $value) {
        "$kind " + [Management.Automation.PSSerializer]::Serialize($value, 1) -replace '\r?\n *'
    }

    function ConvertFrom-Record($record) {
        if (Test-NativeError $record) { ConvertTo-Line N $record.Exception.Message }
        elseif ($record -is [Management.Automation.ErrorRecord]) { ConvertTo-Line E (Get-ErrorFacts $record) }
        elseif ($record -is [Management.Automation.InformationRecord]) { ConvertTo-Line I (Get-InformationFacts $record) }
        else { ConvertTo-Line $record.GetType().Name[0] $record.Message } # Warning, Verbose, Debug
    }

    # What a program writes to its stderr comes as an error; it is none, and stays the line that it was.
    function Test-NativeError($record) {
        $record -is [Management.Automation.ErrorRecord] -and $record.FullyQualifiedErrorId -like 'NativeCommandError*'
    }

    function Show-Record($record) {
        if (Test-NativeError $record) { [Console]::Error.WriteLine($record.Exception.Message) } else { $record }
    }

    function Write-Full {
        $log.WriteLine((ConvertTo-Line X 'The object log is full (64 MiB): what came after this is in the text logs only.'))
        $state.IsFull = $true
    }

    # Whatever is wrong in here, no error may get out: it would come back as an object to be kept, again and again. The
    # reason can hold the very letters for which nothing was kept.
    function Write-NotKept($value, $why) {
        try { $log.WriteLine((ConvertTo-Line X ("A $($value.psobject.BaseObject.GetType()) was not kept: $($why.Exception.Message)" -replace '[\uFFFE\uFFFF]', '?'))) }
        catch { $state.IsFull = $true }
    }

    function Test-FailedCall($record) {
        $record.Exception -is [Management.Automation.ParameterBindingException] -and $record.InvocationInfo.MyCommand.ScriptBlock -eq $state.Program
    }

    # Every object passes here, so that nothing of ours is called on the way of a plain one.
    filter Write-Object {
        $value = $_
        $isRecord = $_ -is [Management.Automation.ErrorRecord] -or $_ -is [Management.Automation.InformationalRecord] -or $_ -is [Management.Automation.InformationRecord]
        if (-not $state.IsFull) {
            try {
                $line = $isRecord ? (ConvertFrom-Record $_) : ('O ' + [Management.Automation.PSSerializer]::Serialize($_, $depth) -replace '\r?\n *')
                if (-not $IsWindows -and $line.Contains('<SS')) { throw 'it holds a secret, which would be stored readable.' }
                if ($log.BaseStream.Position + $line.Length -gt $mostBytes) { Write-Full } else { $log.WriteLine($line) }
            }
            catch [IO.IOException] { $state.IsFull = $true }
            catch { Write-NotKept $value $_ }
        }
        if (-not $isRecord) { return , $_ }
        $state.IsUnbound = $state.IsUnbound -or (Test-FailedCall $_)
        Show-Record $_
    }

    function Read-Program {
        $problems = $null
        $text = [IO.File]::ReadAllText("$PSScriptRoot/program.ps1")
        $code = [Management.Automation.Language.Parser]::ParseInput($text, $asked.Path ?? [NullString]::Value, [ref] $null, [ref] $problems)
        if ($problems) { throw [Management.Automation.ParseException]::new($problems) }
        $code.GetScriptBlock()
    }

    # No try is around the script's own statements: one would turn errors that end a statement into the script's end.
    # Private variables are seen by nobody further in. It is one line, so that no error is shown with a place in it.
    $call = '$private:code, $private:arguments, $private:keep = $args; . { & $code @arguments } *>&1 | & $keep | Out-Default'

    function Invoke-Program($outside) {
        $arguments = $asked.Arguments -is [Collections.IDictionary] ? $asked.Arguments : @($asked.Arguments)
        $run = [powershell]::Create('CurrentRunspace').AddScript($call, $true)
        $state.Program = Read-Program
        foreach ($one in $state.Program, $arguments, ${function:Write-Object}) { $null = $run.AddArgument($one) }
        if ($asked.Using) { $null = $run.AddParameter('--%', $asked.Using) }
        try { & $outside $run } catch { <# The reason is with the run. #> }
        if ($run.InvocationStateInfo.Reason) { throw $run.InvocationStateInfo.Reason }
    }

    function Complete-Program($outside) {
        try {
            Invoke-Program $outside
            $state.IsUnbound ? 1 : $LASTEXITCODE
        }
        catch {
            $why = $_
            try { $log.WriteLine((ConvertTo-Line T (Get-ErrorFacts $why))) } catch { Write-NotKept $why $_ }
            [Console]::Error.WriteLine(($why | Out-String).Trim())
            1
        }
    }
})) { exit (Complete-Program $args[0]) } { $null = $args[0].Invoke() }
