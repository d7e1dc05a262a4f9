Describe 'Start-MillRun' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        $nothing, $value, $letters = $null, 'it''s', @('a', 'b')
        function Get-Started($Line) { $run = Invoke-Expression $Line; , @(@($run.Command) + $run.Arguments) }
        function Get-Refusal([scriptblock] $Act) { $seen = Get-Failure $Act; $seen.Count | Should -Be 1; $seen[0] }
    }
    AfterAll { Close-Home }

    Context 'the arguments of a command' {
        It 'are as they were typed: <Line>' -ForEach @(
            @{ Line = 'Start-MillRun -- true 007 1e3 0x1F 1.50 2d 1kb -1 +1'; Given = '007', '1e3', '0x1F', '1.50', '2d', '1kb', '-1', '+1' }
            @{ Line = 'Start-MillRun true 007 1e3'; Given = '007', '1e3' }
            @{ Line = 'Start-MillRun -- true -c Release -m x -n 5 -v q -Name x -Wait'; Given = '-c', 'Release', '-m', 'x', '-n', '5', '-v', 'q', '-Name', 'x', '-Wait' }
            @{ Line = 'Start-MillRun -- true x --flag -- y'; Given = 'x', '--flag', '--', 'y' }
            @{ Line = 'Start-MillRun true -j8 --all=1 -x'; Given = '-j8', '--all=1', '-x' }
            @{ Line = 'Start-MillRun true -foo:bar -x:A=1.50 -y:007'; Given = '-foo:bar', '-x:A=1.50', '-y:007' }
            @{ Line = 'Start-MillRun -- true -foo:bar -p:A=1.50 -foo: bar -Dmain.class=X.Y'; Given = '-foo:bar', '-p:A=1.50', '-foo:', 'bar', '-Dmain.class=X.Y' }
            @{ Line = 'Start-MillRun -- true -o:$value -o:"a b" -n:$nothing -s:(1 + 1)'; Given = '-o:it''s', '-o:a b', '-n:', '-s:2' }
            @{ Line = 'Start-MillRun -- true *.txt ~ ~/x [ab] ?'; Given = '*.txt', '~', '~/x', '[ab]', '?' }
            @{ Line = 'Start-MillRun -- true ''a,b'' "c;d" '''' $value'; Given = 'a,b', 'c;d', '', 'it''s' }
            @{ Line = 'Start-MillRun -- true $letters @(''c'', @(''d'', ''e'')) @letters'; Given = 'a', 'b', 'c', 'd e', 'a', 'b' }
            @{ Line = 'Start-MillRun -- true $nothing x'; Given = @('x') }
            @{ Line = 'Start-MillRun true -ArgumentList a,b'; Given = 'a', 'b' }
            @{ Line = 'Start-MillRun -Command true -ArgumentList 1,2'; Given = '1', '2' }
        ) {
            (Get-Started $Line)[1..99] | Should -BeExactly $Given
        }

        It 'do not change with the language' {
            $before = [cultureinfo]::CurrentCulture
            [cultureinfo]::CurrentCulture = 'de-DE'
            try { (Start-MillRun -- true 1.5 (3.5) ([datetime] '2026-01-02')).Arguments | Should -Be '1.5', '3.5', '01/02/2026 00:00:00' }
            finally { [cultureinfo]::CurrentCulture = $before }
        }

        It 'arrive so at the process' {
            $run = Start-MillRun -Wait -- printf '[%s]' -foo:bar 'a b' '' '$HOME' '*' "new`nline"
            Get-MillLog $run | Should -BeExactly '[-foo:bar][a b][][$HOME][*][new', 'line]'
        }

        It 'are never a dictionary' {
            $seen = Get-Refusal { Start-MillRun -- true @{ a = 1 } }
            $seen.FullyQualifiedErrorId | Should -BeExactly 'BadArgument,Mill.PowerShell.Commands.StartMillRunCommand'
        }
    }

    Context 'a line that PowerShell would misread' {
        It 'is refused: <Line>' -ForEach @(
            @{ Line = 'Start-MillRun true -n x'; Says = '-n would be read as -Name; put -- before the command*' }
            @{ Line = 'Start-MillRun true -v'; Says = '-v would be read as -Verbose; put -- before the command*' }
            @{ Line = 'Start-MillRun true -g 5'; Says = '-g would be read as -Grace; put -- before the command*' }
            @{ Line = 'Start-MillRun true -mem 5MB'; Says = '-mem would be read as -MemoryLimit; put -- before the command*' }
            @{ Line = 'Start-MillRun find . -name x'; Says = '-name would be read as -Name; put -- before the command*' }
            @{ Line = 'Start-MillRun -Tag a true -n:x'; Says = '-n would be read as -Name; put -- before the command*' }
            @{ Line = 'Start-MillRun true x -- y'; Says = '-- would get lost here; put -- before the command*' }
            @{ Line = 'Start-MillRun -Tiemout 5 -- true'; Says = 'There is no option -Tiemout*' }
            @{ Line = 'Start-MillRun true a,b'; Says = 'a,b would be several arguments; quote it*' }
            @{ Line = 'Start-MillRun -- true a,b'; Says = 'a,b would be several arguments; quote it*' }
            @{ Line = 'Start-MillRun -- true -l:a,b'; Says = 'a,b would be several arguments; quote it*' }
            @{ Line = 'Start-MillRun ./some.ps1 -n x'; Says = '-n would be read as -Name; put -- before the command*' }
            @{ Line = '1 | ForEach-Object { Start-MillRun true -n x }'; Says = '-n would be read as -Name*' }
            @{ Line = '$run = Start-MillRun true -n x'; Says = '-n would be read as -Name*' }
            @{ Line = 'Start-MillRun true -j8; Start-MillRun true -n x'; Says = '-n would be read as -Name*' }
            @{ Line = 'Start-MillRun true -n x | Wait-MillRun'; Says = '-n would be read as -Name*' }
            @{ Line = '& (Get-Command Start-MillRun) true -n x'; Says = '-n would be read as -Name*' }
            @{ Line = "Start-MillRun true ```n -n x"; Says = '-n would be read as -Name*' }
        ) {
            $before = @(Get-MillRun).Count
            $seen = Get-Refusal { Invoke-Expression $Line }
            $seen.FullyQualifiedErrorId | Should -BeLike 'AmbiguousOption,*'
            $seen.CategoryInfo.Category | Should -Be InvalidArgument
            $seen.Exception.Message | Should -BeLike $Says
            if ($Line -notlike '*;*') { @(Get-MillRun).Count | Should -Be $before }
        }

        It 'is refused by PowerShell itself where several parameters begin so: <_>' -ForEach 'Start-MillRun true -m x', 'Start-MillRun true -c x', 'Start-MillRun true -w' {
            (Get-Refusal { Invoke-Expression $_ }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousParameter,*'
        }
    }

    Context 'what is piped in' {
        It 'is refused, and nothing is started: <Line>' -ForEach @(
            @{ Line = '"data" | Start-MillRun -- cat' }
            @{ Line = '1, 2 | Start-MillRun { $input }' }
            @{ Line = '$null | Start-MillRun -Wait -- cat' }
        ) {
            $before = @(Get-MillRun).Count
            $seen = Get-Refusal { Invoke-Expression $Line }
            $seen.FullyQualifiedErrorId | Should -BeExactly 'BadArgument,Mill.PowerShell.Commands.StartMillRunCommand'
            $seen.Exception.Message | Should -BeLike '*its standard input is empty*'
            @(Get-MillRun).Count | Should -Be $before
        }

        It 'may start something for each' {
            1, 2 | ForEach-Object { Start-MillRun -Wait -- echo $_ } | Get-MillLog | Should -Be 1, 2
            (1, 2 | & { process { Start-MillRun -Wait -- echo $_ } } | Get-MillLog) | Should -Be 1, 2
        }
    }

    Context 'a line with nothing wrong in it' {
        It 'is taken: <Line>' -ForEach @(
            @{ Line = 'Start-MillRun true -Name fine'; Command = 'true' }
            @{ Line = 'Start-MillRun -na fine -- true'; Command = 'true' }
            @{ Line = 'Start-MillRun -na fine true'; Command = 'true' }
            @{ Line = '$options = @{ Name = ''fine'' }; Start-MillRun @options -- true -n'; Command = 'true -n' }
            @{ Line = '$options = @{ Name = ''fine'' }; Start-MillRun @options true'; Command = 'true' }
            @{ Line = '$rest = ''-n'', ''x''; Start-MillRun -Name fine true @rest'; Command = 'true -n x' }
            @{ Line = 'function Start-Mine { Start-MillRun -Name fine @args }; Start-Mine -- true -n x'; Command = 'true -n x' }
            @{ Line = 'Set-Alias smr Start-MillRun; smr -Name fine -- true -n x'; Command = 'true -n x' }
            @{ Line = 'Mill\Start-MillRun -Name fine -- true -n x'; Command = 'true -n x' }
            @{ Line = 'Start-MillRun -Name fine -Tag a=1, b=2 -RemoveEnvironment X, Y -- true'; Command = 'true' }
            @{ Line = 'Start-MillRun -Name fine -- true -n $(Start-MillRun -n inner -- true).Name'; Command = 'true -n inner' }
            @{ Line = '$done = if ($true) { Start-MillRun -Name fine -- true -n }; $done'; Command = 'true -n' }
            @{ Line = '[powershell]::Create(''CurrentRunspace'').AddCommand(''Start-MillRun'').AddArgument(''true'').AddArgument(''-n'').AddParameter(''Name'', ''fine'').Invoke()'; Command = 'true -n' }
        ) {
            $run = Invoke-Expression $Line
            $run.Name | Should -BeExactly 'fine'
            (@($run.Command) + $run.Arguments) -join ' ' | Should -BeExactly $Command
        }
    }

    Context 'a name that is no program' {
        It 'is told apart: <Name>' -ForEach @(
            @{ Name = 'no-such-command'; Says = "The command 'no-such-command' cannot be found*" }
            @{ Name = 'sleep 5'; Says = "The command 'sleep 5' cannot be found: no folder of PATH has it. If these are a command and its arguments, do not quote them together." }
            @{ Name = 'gci'; Says = "'gci' is an alias of Get-ChildItem in this shell: use Start-MillRun { gci }" }
            @{ Name = 'Get-Date'; Says = "'Get-Date' is a cmdlet of PowerShell's: use Start-MillRun { Get-Date }" }
            @{ Name = 'Get-Refusal'; Says = "'Get-Refusal' is a function in this shell: use Start-MillRun { Get-Refusal }" }
            @{ Name = 'an-alias-of-true'; Says = "'an-alias-of-true' is an alias of true in this shell: use Start-MillRun -- true" }
        ) {
            Set-Alias an-alias-of-true true
            $seen = Get-Refusal { Start-MillRun -- $Name }
            $seen.FullyQualifiedErrorId | Should -BeLike 'CommandNotFound,*'
            $seen.CategoryInfo.Category | Should -Be ObjectNotFound
            $seen.TargetObject | Should -Be $Name
            $seen.Exception.Message | Should -BeLike $Says
        }

        It 'is relative to the shell''s location' {
            Set-Content "$Work/mine" "#!/bin/sh`npwd"
            & /bin/chmod +x "$Work/mine"
            Push-Location $Work
            try { Start-MillRun -Wait -- ./mine | Get-MillLog | Should -BeExactly $Work }
            finally { Pop-Location }
        }
    }

    Context 'options' {
        It 'reads lengths of time and sizes as they are typed' {
            $run = Start-MillRun -Timeout 2d -IdleTimeout 30 -Grace 0 -MemoryLimit 512MB -LogCap 4MB -- sleep 60
            $spec = (Get-Content "$($run.Directory)/run.json" -Raw | ConvertFrom-Json).spec
            $spec.timeoutMs, $spec.idleTimeoutMs, $spec.graceMs, $spec.memoryLimitBytes, $spec.logCapBytes |
                Should -Be 172800000, 30000, 0, 536870912, 4194304
            Stop-MillRun $run
        }

        It 'hands over variables' {
            Start-MillRun -Wait -Environment @{ MINE = 5; PATH = $env:PATH } -RemoveEnvironment NO_COLOR -- sh -c 'echo $MINE ${NO_COLOR-none}' |
                Get-MillLog | Should -BeExactly '5 none'
        }

        It 'refuses what makes no sense, and starts nothing: <Line>' -ForEach @(
            @{ Line = 'Start-MillRun -Timeout soon -- true' }
            @{ Line = 'Start-MillRun -MemoryLimit 1 -- true' }
            @{ Line = 'Start-MillRun -WorkingDirectory /no/such -- true' }
            @{ Line = 'Start-MillRun -WorkingDirectory "/a`0b" -- true' }
            @{ Line = 'Start-MillRun -MillHome "/a`0b" -- true' }
            @{ Line = 'Start-MillRun -FilePath "/a`0b"' }
            @{ Line = 'Start-MillRun "a`0.ps1"' }
            @{ Line = 'Start-MillRun /tmp' }
        ) {
            $before = @(Get-MillRun).Count
            (Get-Refusal { Invoke-Expression $Line }).CategoryInfo.Category | Should -BeIn InvalidData, InvalidArgument, ObjectNotFound
            @(Get-MillRun).Count | Should -Be $before
        }
    }

    Context 'what if' {
        It 'names the command line, gives nothing and changes nothing' {
            Start-MillRun -- true | Wait-MillRun
            $before = Get-TreeHash
            $shell = Invoke-Shell "@(Start-MillRun -WhatIf -Wait -- printf 'a b' c).Count"
            $shell.Out | Should -BeLike "What if: *printf 'a b' c*0"
            $seen = Get-Refusal { Start-MillRun -WhatIf -- no-such-command }
            $seen.FullyQualifiedErrorId | Should -BeLike 'CommandNotFound,*'
            Get-TreeHash | Should -BeExactly $before
        }

        It 'asks only where everything is asked about' {
            $ConfirmPreference = 'High'
            (Start-MillRun -- true).Id | Should -Not -BeNullOrEmpty
        }
    }

    Context 'waiting' {
        BeforeEach { $global:LASTEXITCODE = 77 }

        It 'gives the run as it ended' {
            $run = Start-MillRun -Wait -- true
            $run.EffectiveStatus, $LASTEXITCODE | Should -Be 'complete', 0
        }

        It 'gives the run, the last words and one error' {
            $all = Start-MillRun -Wait -Name bad -ErrorAction Continue -- sh -c 'seq 100 >&2; echo fine; exit 3' *>&1
            $all[0] | Should -BeOfType Mill.PowerShell.MillRun
            $all[1..10].MessageData.Message | Should -Be (91..100)
            $all[1..10] | ForEach-Object { $_.Tags | Should -Contain stderr }
            $all.Count | Should -Be 12
            $all[11].FullyQualifiedErrorId | Should -BeExactly 'RunFailed,Mill.PowerShell.Commands.StartMillRunCommand'
            $all[11].CategoryInfo.Category | Should -Be InvalidResult
            $all[11].TargetObject | Should -Be $all[0]
            $all[11].Exception.Message | Should -Match "^Run $($all[0].Id) \(bad\) failed after \S+: exit code 3$"
            $all[11].ErrorDetails.RecommendedAction | Should -BeExactly "Get-MillLog $($all[0].Id) -Err"
            $LASTEXITCODE | Should -Be 3
        }

        It 'ends a script only where errors do' {
            $all = @(try { $ErrorActionPreference = 'Stop'; Start-MillRun -Wait -- sh -c 'exit 4'; 'not reached' } catch { $_.FullyQualifiedErrorId })
            $all[0].ExitCode, $all[1], $LASTEXITCODE | Should -Be 4, 'RunFailed,Mill.PowerShell.Commands.StartMillRunCommand', 4
        }

        It 'is told that the run was stopped' {
            $run = $null
            $stopper = Start-ThreadJob { param($Module) Import-Module $Module; while (-not ($run = Get-MillRun -Name stopped -Status running)) { [Threading.Thread]::Sleep(50) }; Stop-MillRun $run } -ArgumentList $MillModule
            $run = Start-MillRun -Wait -Name stopped -ErrorAction SilentlyContinue -ErrorVariable seen -- sleep 60
            $stopper | Wait-Job | Remove-Job
            $run.EffectiveStatus, $LASTEXITCODE | Should -Be 'cancelled', 1
            $seen[0].Exception.Message | Should -BeLike 'Run * (stopped) was cancelled after *'
        }

        It 'tells what the run asks, with <How>' -ForEach @(@{ How = '-Wait' }, @{ How = '-Watch' }) {
            $shell = Start-Shell "Start-MillRun $How -Name asking -- sh -c 'mill ask Go?' 3>&1 6>`$null | ForEach-Object { `"`$_`" }"
            $run = Wait-Until { Get-MillRun -Name asking -Status waiting }
            $shell.StandardOutput.ReadLine() | Should -BeExactly "Run $($run.Id) asks q1: Go?. To answer: Send-MillAnswer $($run.Id) ANSWER"
            Send-MillAnswer $run yes | Out-Null
            $shell.StandardOutput.ReadToEnd().Trim() | Should -BeExactly $run.Id
            $shell.WaitForExit()
        }

        It 'gives no job: <_>' -ForEach '-Wait', '-Watch' {
            $before = @(Get-MillRun).Count
            (Get-Refusal { Invoke-Expression "Start-MillRun $_ -AsJob -- true" }).FullyQualifiedErrorId | Should -BeExactly 'BadValue,Mill.PowerShell.Commands.StartMillRunCommand'
            @(Get-MillRun).Count | Should -Be $before
        }

        It 'lets go at once when it is stopped, and leaves the run alone' {
            $shell = [powershell]::Create().AddScript({ param($Module) Import-Module $Module; Start-MillRun -Wait -Name left -- sleep 60 }).AddArgument($MillModule)
            $null = $shell.BeginInvoke()
            $run = Wait-Until { Get-MillRun -Name left -Status running }
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 3
            (Get-MillRun $run).EffectiveStatus | Should -Be running
            Stop-MillRun $run
        }
    }

    Context 'watching' {
        It 'shows what is printed and gives the run' {
            $run = Start-MillRun -Watch -InformationVariable shown -- sh -c 'echo one; echo two >&2; printf three' 6>$null
            $run.EffectiveStatus, $LASTEXITCODE | Should -Be 'complete', 0
            $shown.MessageData.Message | Sort-Object | Should -Be one, three, two
            ($shown | Where-Object { $_.Tags -contains 'stderr' }).MessageData.Message | Should -Be two
        }

        It 'shows lines as they come' {
            $shell = Start-Shell "Start-MillRun -Watch -- sh -c 'echo early; while ! [ -e `"$Work/go`" ]; do sleep 0.05; done; exit 5'; `$LASTEXITCODE"
            try {
                $shell.StandardOutput.ReadLine() | Should -BeExactly early
                Set-Content "$Work/go" ''
                $shell.StandardOutput.ReadToEnd() | Should -Match '5\s*$'
                $shell.StandardError.ReadToEnd() | Should -Match 'failed after .*: exit code 5'
            }
            finally { $shell.Kill() }
        }
    }

    It 'works under strict mode, in parallel, and in other runspaces' {
        $module = $MillModule
        $ids = 1..4 | ForEach-Object -Parallel { Set-StrictMode -Version Latest; Import-Module $using:module; (Start-MillRun -Wait -- echo $_ | Get-MillLog) }
        $ids | Sort-Object | Should -Be 1, 2, 3, 4
        Start-ThreadJob { Import-Module $using:module; Start-MillRun -Wait -- echo job | Get-MillLog } | Receive-Job -Wait -AutoRemoveJob | Should -Be job
    }
}
