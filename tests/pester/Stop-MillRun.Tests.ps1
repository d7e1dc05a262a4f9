Describe 'Stop-MillRun' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        $ended = Complete-Script 'exit 0' @{ Name = 'ended' }
    }
    AfterAll { Close-Home }

    Context 'which run' {
        It 'takes <What>' -ForEach @(
            @{ What = 'a run'; Give = { $ended } }
            @{ What = 'a whole id'; Give = { $ended.Id } }
            @{ What = 'a folder'; Give = { Get-Item $ended.Directory } }
            @{ What = 'what a stop gave'; Give = { $ended | Stop-MillRun } }
            @{ What = 'JSON'; Give = { $ended | ConvertTo-Json -Depth 4 | ConvertFrom-Json } }
            @{ What = 'selected properties'; Give = { $ended | Select-Object Id, Home } }
            @{ What = 'CLIXML'; Give = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($ended)) } }
            @{ What = 'a bag with an id'; Give = { [pscustomobject] @{ id = $ended.Id } } }
        ) {
            (& $Give | Stop-MillRun).Id | Should -BeExactly $ended.Id
            (Stop-MillRun (& $Give)).Id | Should -BeExactly $ended.Id
            (Stop-MillRun -Id (& $Give)).Id | Should -BeExactly $ended.Id
            (Stop-MillRun -RunId (& $Give)).Id | Should -BeExactly $ended.Id
        }

        It 'takes part of an id as an argument, and not from the pipeline' -ForEach @(
            @{ Part = { $ended.Id.Substring(0, 17) } }
            @{ Part = { $ended.Id.Substring(16) } }
        ) {
            (Stop-MillRun (& $Part)).Id | Should -BeExactly $ended.Id
            $seen = Get-Failure { & $Part | Stop-MillRun }
            $seen.FullyQualifiedErrorId | Should -BeExactly 'BadRunId,Mill.PowerShell.Commands.StopMillRunCommand'
        }

        It 'knows the home that a run came from' {
            $elsewhere = Start-MillRun -MillHome "$Root/home2" -- true | Wait-MillRun
            $elsewhere, $ended | Stop-MillRun | ForEach-Object Home | Should -Be "$Root/home2", "$Root/home"
            (Get-Item $elsewhere.Directory | Stop-MillRun).Home | Should -Be "$Root/home2"
            (Stop-MillRun $elsewhere.Id -Home "$Root/home2").Id | Should -BeExactly $elsewhere.Id
            (Get-Failure { Stop-MillRun $elsewhere.Id }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
        }

        It 'takes a relative home as the shell means it' {
            Push-Location $Root
            try { (Stop-MillRun $ended.Id -MillHome ./home).Id | Should -BeExactly $ended.Id }
            finally { Pop-Location }
        }

        It 'refuses <What> with one error, and the others have their turn' -ForEach @(
            @{ What = 'a number'; Give = { 42 } }
            @{ What = 'a process'; Give = { Get-Process -Id $PID } }
            @{ What = 'a job'; Give = { Start-ThreadJob { } } }
            @{ What = 'a hashtable'; Give = { @{ Id = $ended.Id } } }
            @{ What = 'a moment'; Give = { [datetime]::new(2026, 1, 1) } }
            @{ What = 'a bag without an id'; Give = { [pscustomobject] @{ Name = 'ended' } } }
            @{ What = 'a bag whose id is a number'; Give = { [pscustomobject] @{ Id = 7 } } }
            @{ What = 'nothing'; Give = { $null } }
        ) {
            $stopped = @($ended, (& $Give), $ended | Stop-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue)
            $stopped.Id | Should -Be $ended.Id, $ended.Id
            $seen.FullyQualifiedErrorId | Should -BeExactly 'NotARun,Mill.PowerShell.Commands.StopMillRunCommand'
            $seen.CategoryInfo.Category | Should -Be InvalidArgument
            (Get-Failure { Stop-MillRun (& $Give) }).FullyQualifiedErrorId | Should -BeExactly 'NotARun,Mill.PowerShell.Commands.StopMillRunCommand'
        }

        It 'names a home that no folder can be, and the others have their turn' {
            $stopped = @([pscustomobject] @{ Id = $ended.Id; Home = "a`0b" }, $ended | Stop-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue)
            $stopped.Id | Should -Be $ended.Id
            $seen.FullyQualifiedErrorId | Should -BeExactly 'HomeNotUsable,Mill.PowerShell.Commands.StopMillRunCommand'
        }

        It 'says <Id> (<Category>) of <Text>' -ForEach @(
            @{ Text = '20200101-000000-aaaa'; Id = 'RunNotFound'; Category = 'ObjectNotFound' }
            @{ Text = '2'; Id = 'RunAmbiguous'; Category = 'InvalidArgument' }
            @{ Text = '*'; Id = 'BadRunId'; Category = 'InvalidArgument' }
            @{ Text = '../runs'; Id = 'BadRunId'; Category = 'InvalidArgument' }
        ) {
            Complete-Script 'exit 0' | Out-Null
            $stopped = @(Stop-MillRun $Text, $ended -ErrorVariable seen -ErrorAction SilentlyContinue)
            $stopped.Id | Should -BeExactly $ended.Id
            $seen.FullyQualifiedErrorId | Should -BeExactly "$Id,Mill.PowerShell.Commands.StopMillRunCommand"
            $seen.CategoryInfo.Category | Should -Be $Category
            $seen.TargetObject | Should -BeExactly $Text
            $seen.Exception.Message | Should -Not -Match '\bmill (ls|get|stop)\b'
        }

        It 'asks for a run, and does nothing for an empty list' {
            { Stop-MillRun @() } | Should -Throw -ErrorId 'ParameterArgumentValidationErrorEmptyArrayNotAllowed,*'
            @() | Stop-MillRun | Should -BeNullOrEmpty
        }
    }

    It 'ends a tree of three levels, also what took a session of its own' {
        $script = 'sh -c "sleep 600 & echo \$! > leaf; setsid sleep 600 & echo \$! > apart; wait" & echo $! > middle; wait'
        $run = Start-Script $script @{ WorkingDirectory = $Work }
        $pids = @(Get-ProcessOf $run) + @('middle', 'leaf', 'apart' | ForEach-Object { Get-PidIn "$Work/$_" })

        $stop = $run | Stop-MillRun -Reason 'no longer wanted with --force, see mill logs'

        $stop | Should -BeOfType Mill.PowerShell.MillStop
        $stop.Status | Should -BeExactly cancelled
        $stop.AlreadyTerminal | Should -BeFalse
        $stop.TermSent | Should -BeGreaterOrEqual 4
        $stop.Survivors.Count | Should -Be 0
        $pids | Where-Object { Test-Alive $_ } | Should -BeNullOrEmpty
        $after = Get-MillRun $run
        $after.EffectiveStatus | Should -BeExactly cancelled
        $after.Message | Should -BeExactly 'no longer wanted with --force, see mill logs'
    }

    It 'ends with KILL what does not heed TERM' {
        $run = Start-Script 'trap "" TERM; echo $$ > deaf; while :; do sleep 1; done' @{ WorkingDirectory = $Work }
        $deaf = Get-PidIn "$Work/deaf"
        $stop = Stop-MillRun $run -Grace 0.3
        $stop.KillSent | Should -BeGreaterOrEqual 1
        Test-Alive $deaf | Should -BeFalse
    }

    It 'leaves an end as it is' {
        $failed = Complete-Script 'exit 3'
        $stop = $failed | Stop-MillRun
        $stop.AlreadyTerminal | Should -BeTrue
        $stop.Status | Should -BeExactly failed
        (Get-MillRun $failed).ExitCode | Should -Be 3
    }

    It 'ends what was allowed to stay behind only with -Force' {
        $run = Complete-Script 'sleep 600 > /dev/null 2>&1 & echo $! > behind' @{ WorkingDirectory = $Work; AllowBackground = $true }
        $behind = Get-PidIn "$Work/behind"
        Stop-MillRun $run | Out-Null
        Test-Alive $behind | Should -BeTrue
        Stop-MillRun $run -Force | Out-Null
        Test-Alive $behind | Should -BeFalse
    }

    It 'gives back the run with -PassThru' {
        $run = Start-Script 'sleep 600' | Stop-MillRun -PassThru
        $run | Should -BeOfType Mill.PowerShell.MillRun
        $run.EffectiveStatus | Should -BeExactly cancelled
    }

    It 'does nothing and gives nothing with -WhatIf' {
        $run = Start-Script 'sleep 600'
        $before = Get-TreeHash
        $run | Stop-MillRun -WhatIf | Should -BeNullOrEmpty
        Stop-MillRun $ended -PassThru -WhatIf | Should -BeNullOrEmpty
        Get-TreeHash | Should -BeExactly $before
        (Get-MillRun $run).EffectiveStatus | Should -BeExactly running
        $run | Stop-MillRun -Grace 0.2 | Out-Null
    }

    It 'says with -WhatIf which run it means' {
        (Invoke-Shell "Stop-MillRun $($ended.Id) -WhatIf").Out | Should -BeLike "What if: Performing the operation ""stop"" on target ""*$($ended.Id)*""."
    }

    It 'reads -Grace as it was typed' -ForEach @(
        @{ Grace = '0' }, @{ Grace = '2d' }, @{ Grace = 30 }, @{ Grace = '500ms' }, @{ Grace = [timespan]::FromSeconds(1) }
    ) {
        (Stop-MillRun $ended -Grace $Grace).AlreadyTerminal | Should -BeTrue
    }

    It 'refuses a -Grace that makes no sense' {
        { Stop-MillRun $ended -Grace soon } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Stop-MillRun $ended -Grace -1 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        foreach ($grace in [timespan]::MaxValue, [timespan]::FromSeconds(-1)) {
            (Get-Failure { Stop-MillRun $ended -Grace $grace }).FullyQualifiedErrorId | Should -BeLike 'BadValue,*'
        }
    }
}
