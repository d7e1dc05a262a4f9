Describe 'Queues' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        function New-Queue { "q$([guid]::NewGuid().ToString('n').Substring(0, 8))" }
    }
    AfterAll { Close-Home }

    Context 'Start-MillRun -Queue' {
        It 'starts a run at once while a slot is free, and lets the next one wait' {
            $name = New-Queue
            $first, $second = 1..2 | ForEach-Object { Start-Script 'sleep 600' @{ Queue = $name } }
            $first.EffectiveStatus, $second.EffectiveStatus | Should -Be 'running', 'pending'
            $second.Queue, $second.Priority | Should -Be $name, 0
            $second.HealthReason | Should -BeExactly "waits in queue $name, 1st"
            (Get-MillRun $second -Detailed).Evidence.Queued | Should -BeTrue

            $first | Stop-MillRun | Out-Null
            (Wait-Until { Get-MillRun $second | Where-Object EffectiveStatus -EQ running }).Id | Should -BeExactly $second.Id
            $second | Stop-MillRun | Out-Null
        }

        It 'takes a higher priority first' {
            $name = New-Queue
            Set-MillQueue $name -Pause | Out-Null
            $low, $high = -3, 7 | ForEach-Object { Start-MillRun -Queue $name -Priority $_ -- true }
            (Get-MillQueue $name).Waiting.Id | Should -Be $high.Id, $low.Id
            (Get-MillQueue $name).Waiting.Priority | Should -Be 7, -3
            { Start-MillRun -Queue $name -Priority 101 -- true } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
            $low, $high | Stop-MillRun | Out-Null
        }

        It 'waits after other runs: <What>' -ForEach @(
            @{ What = 'well'; Script = 'exit 0'; Options = @{}; Status = 'complete'; Reason = 'exit' }
            @{ What = 'badly'; Script = 'exit 2'; Options = @{}; Status = 'failed'; Reason = 'dependency-failed' }
            @{ What = 'however'; Script = 'exit 2'; Options = @{ AfterAny = $true }; Status = 'complete'; Reason = 'exit' }
        ) {
            $first = Start-Script "sleep 0.3; $Script"
            $second = Start-MillRun -After $first @Options -- true
            $second.After | Should -Be $first.Id
            $ended = Wait-MillRun $second
            $ended.EffectiveStatus, $ended.Reason | Should -Be $Status, $Reason
        }

        It 'takes runs to wait after in any form, and refuses what is none' {
            $run = Complete-Script 'exit 0'
            (Start-MillRun -After $run.Id.Substring(16), (Get-Item $run.Directory), $run -- true).After | Should -Be $run.Id
            (Get-Failure { Start-MillRun -After 42 -- true }).FullyQualifiedErrorId | Should -BeLike 'NotARun,*'
            (Get-Failure { Start-MillRun -After 20200101-000000-aaaa -- true }).FullyQualifiedErrorId | Should -BeLike 'RunNotFound,*'
            (Get-Failure { Start-MillRun -AfterAny -- true }).FullyQualifiedErrorId | Should -BeLike 'BadValue,*'
            (Get-Failure { Start-MillRun -Queue .x -- true }).FullyQualifiedErrorId | Should -BeLike 'BadValue,*'
        }

        It 'warns of variables that a waiting run will not have' {
            $name = New-Queue
            Set-MillQueue $name -Pause | Out-Null
            $env:PESTER_TOKEN = 'xyz-pester-secret'
            try { $run = Start-MillRun -Queue $name -WarningVariable told -WarningAction SilentlyContinue -- true }
            finally { Remove-Item env:PESTER_TOKEN }
            "$told" | Should -BeLike "*$($run.Id)*PESTER_TOKEN*-KeepSecrets*"
            Get-ChildItem $run.Directory -File | Select-String -SimpleMatch 'xyz-pester-secret' | Should -BeNullOrEmpty
            $run | Stop-MillRun | Out-Null
        }

        It 'refuses a secret of its own that would have to wait' {
            $name = New-Queue
            Set-MillQueue $name -Pause | Out-Null
            $before = @(Get-MillRun).Count
            $seen = Get-Failure { Start-MillRun -Queue $name -Environment @{ MY_SECRET = 'x' } -- true }
            $seen.FullyQualifiedErrorId | Should -BeLike 'SecretNotKept,*'
            "$seen" | Should -BeLike '*-KeepSecrets*'
            @(Get-MillRun).Count | Should -Be $before
        }

        It 'gives back the objects of a script block that waited' {
            $name = New-Queue
            Set-MillQueue $name -Pause | Out-Null
            $run = Start-MillRun { 6 * 7 } -Queue $name
            Set-MillQueue $name -Resume | Out-Null
            $run | Wait-MillRun | Receive-MillRun | Should -Be 42
        }

        It 'completes the names of queues' {
            $name = New-Queue
            Set-MillQueue $name -Parallel 2 | Out-Null
            $line = "Start-MillRun -Queue $($name.Substring(0, 5))"
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $name
        }
    }

    Context 'Set-MillQueue' {
        It 'says how many may run at once' {
            $name = New-Queue
            (Set-MillQueue $name -Parallel 3).Parallel | Should -Be 3
            (Set-MillQueue $name -Parallel unlimited).Parallel | Should -BeNullOrEmpty
            (Set-MillQueue $name -Pause).Paused | Should -BeTrue
            $queue = Set-MillQueue $name -Parallel 2 -Resume
            $queue.Parallel, $queue.Paused | Should -Be 2, $false
        }

        It 'starts what may start then' {
            $name = New-Queue
            Set-MillQueue $name -Pause | Out-Null
            $run = Start-MillRun -Queue $name -- true
            Set-MillQueue $name -Resume | Out-Null
            (Wait-MillRun $run).EffectiveStatus | Should -BeExactly 'complete'
        }

        It 'refuses <What>' -ForEach @(
            @{ What = 'no slot at all'; Line = { Set-MillQueue q -Parallel 0 } }
            @{ What = 'fewer than none'; Line = { Set-MillQueue q -Parallel -1 } }
            @{ What = 'a word'; Line = { Set-MillQueue q -Parallel many } }
            @{ What = 'to be asked for nothing'; Line = { Set-MillQueue q } }
            @{ What = 'both'; Line = { Set-MillQueue q -Pause -Resume } }
            @{ What = 'a name that is none'; Line = { Set-MillQueue -Name '.q' -Pause } }
        ) {
            (Get-Failure $Line).FullyQualifiedErrorId | Should -BeExactly 'BadValue,Mill.PowerShell.Commands.SetMillQueueCommand'
            Get-MillQueue q* | Where-Object Name -EQ q | Should -BeNullOrEmpty
        }

        It 'changes nothing with -WhatIf' {
            $name = New-Queue
            Set-MillQueue $name -Pause | Out-Null
            $before = Get-TreeHash
            Set-MillQueue $name -Resume -WhatIf | Should -BeNullOrEmpty
            Get-TreeHash | Should -BeExactly $before
        }
    }

    Context 'Get-MillQueue' {
        It 'tells who runs and who waits' {
            $name = New-Queue
            $first, $second = 1..2 | ForEach-Object { Start-Script 'sleep 600' @{ Queue = $name } }
            $third = Start-MillRun -Queue $name -After $first, $second -- true
            $queue = Get-MillQueue $name
            $queue.Name, $queue.Parallel, $queue.Paused | Should -Be $name, 1, $false
            $queue.Running | Should -Be $first.Id
            $queue.Waiting.Id | Should -Be $second.Id, $third.Id
            $queue.Waiting[1].After | Should -Be $first.Id, $second.Id
            ($queue | Format-Table | Out-String) | Should -Match "$name +1 +False +1 +2 +$($second.Id)"
            # The third fails as soon as the second, which it waits for, is stopped.
            $queue.Waiting | Stop-MillRun | ForEach-Object Status | Should -Be cancelled, failed
            $first | Stop-MillRun | Out-Null
        }

        It 'goes by name, and by wildcards' {
            $name = New-Queue
            Set-MillQueue "$name-a", "$name-b" -Parallel 2 | Out-Null
            (Get-MillQueue "$name-*").Name | Should -Be "$name-a", "$name-b"
            (Get-MillQueue "$name-b").Name | Should -BeExactly "$name-b"
            (Get-MillQueue).Name | Should -Contain "$name-a"
            (Get-Failure { Get-MillQueue "$name-c" }).FullyQualifiedErrorId | Should -BeExactly 'QueueNotFound,Mill.PowerShell.Commands.GetMillQueueCommand'
        }

        It 'changes nothing' {
            $before = Get-TreeHash
            Get-MillQueue | Out-Null
            Get-TreeHash | Should -BeExactly $before
        }
    }
}
