Describe 'Remove-MillRun' {
    BeforeAll { . "$PSScriptRoot/Common.ps1" }
    AfterAll { Close-Home }

    It 'removes <What>' -ForEach @(
        @{ What = 'a run'; Act = { $run | Remove-MillRun } }
        @{ What = 'a run by its id'; Act = { Remove-MillRun $run.Id } }
        @{ What = 'a run by its last four letters'; Act = { Remove-MillRun $run.Id.Substring(16) } }
        @{ What = 'a folder'; Act = { Get-Item $run.Directory | Remove-MillRun } }
        @{ What = 'what JSON names'; Act = { $run | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Remove-MillRun } }
    ) {
        $run = Complete-Script 'exit 0'
        & $Act | Should -BeNullOrEmpty
        Test-Path $run.Directory | Should -BeFalse
        Get-MillRun | Should -BeNullOrEmpty
    }

    It 'removes what a list gives, all of it' {
        1..3 | ForEach-Object { Complete-Script 'exit 0' } | Out-Null
        Get-MillRun -Status complete | Remove-MillRun
        Get-MillRun | Should -BeNullOrEmpty
    }

    It 'leaves a run that is not over, unless it is stopped first with -Force' {
        $run = Start-Script 'sleep 600'
        $seen = Get-Failure { $run | Remove-MillRun }
        $seen.FullyQualifiedErrorId | Should -BeExactly 'RunIsLive,Mill.PowerShell.Commands.RemoveMillRunCommand'
        $seen.CategoryInfo.Category | Should -Be InvalidOperation
        $seen.Exception.Message | Should -Match 'Stop-MillRun|-Force'
        (Get-MillRun $run).EffectiveStatus | Should -BeExactly running
        $process = Get-ProcessOf $run
        $run | Remove-MillRun -Force
        Test-Path $run.Directory | Should -BeFalse
        Test-Alive $process | Should -BeFalse
    }

    It 'knows no wildcards, and takes whole ids only from the pipeline' {
        $run = Complete-Script 'exit 0'
        '*', '20*', $run.Id.Substring(16) | Remove-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue
        Remove-MillRun '*' -ErrorVariable +seen -ErrorAction SilentlyContinue
        $seen.FullyQualifiedErrorId | Should -Be (@('BadRunId,Mill.PowerShell.Commands.RemoveMillRunCommand') * 4)
        Test-Path $run.Directory | Should -BeTrue
        $run | Remove-MillRun
    }

    It 'removes a run once, and says that it is gone the second time' {
        $run = Complete-Script 'exit 0'
        $run, 42, $run, $null | Remove-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue
        $seen.FullyQualifiedErrorId | Should -Be ('NotARun', 'RunNotFound', 'NotARun' | ForEach-Object { "$_,Mill.PowerShell.Commands.RemoveMillRunCommand" })
        $seen.CategoryInfo.Category | Should -Be InvalidArgument, ObjectNotFound, InvalidArgument
    }

    It 'touches nothing outside the runs, whatever a folder is called' {
        $folder = (New-Item -ItemType Directory "$Work/runs/20200101-000000-aaaa" -Force).FullName
        Set-Content "$folder/mine" 'kept'
        (Get-Failure { Get-Item $Work | Remove-MillRun }).FullyQualifiedErrorId | Should -BeLike 'NotARun,*'
        Get-Failure { Get-Item "$Work/runs/20200101-000000-aaaa" | Remove-MillRun } | Should -Not -BeNullOrEmpty
        Get-Content "$folder/mine" | Should -BeExactly kept
    }

    It 'removes a run whose record is damaged' {
        $run = Complete-Script 'exit 0'
        Set-Content "$($run.Directory)/run.json" 'not json'
        $run | Remove-MillRun -Force
        Test-Path $run.Directory | Should -BeFalse
    }

    It 'removes a run of which nothing can be read' {
        $run = Complete-Script 'exit 0'
        'run.json', 'events.ndjson' | ForEach-Object { Set-Content "$($run.Directory)/$_" 'not json' }
        (Invoke-Shell "Remove-MillRun $($run.Id) -WhatIf").Out | Should -BeLike "*`"run $($run.Id)`"*"
        Remove-MillRun $run.Id | Should -BeNullOrEmpty
        Test-Path $run.Directory | Should -BeFalse
    }

    It 'does nothing and gives nothing with -WhatIf' {
        $run = Complete-Script 'exit 0'
        $live = Start-Script 'sleep 600'
        $before = Get-TreeHash
        $run, $live | Remove-MillRun -Force -WhatIf | Should -BeNullOrEmpty
        Get-TreeHash | Should -BeExactly $before
        $live | Remove-MillRun -Force
    }

    It 'never waits for a key' {
        $run = Complete-Script 'exit 0'
        $answer = Invoke-Shell "`$ConfirmPreference = 'Low'; Remove-MillRun $($run.Id)"
        $answer.ExitCode | Should -Be 1
        $answer.Err + $answer.Out | Should -BeLike '*NonInteractive*'
        Test-Path $run.Directory | Should -BeTrue
    }
}
