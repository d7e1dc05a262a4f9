Describe 'Resume-MillRun' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        function New-Failed([string] $Mark = [guid]::NewGuid(), [hashtable] $Options = @{}) {
            Complete-Script "[ -e $Work/$Mark ] && exit 0; touch $Work/$Mark; exit 3" $Options
        }
    }
    AfterAll { Close-Home }

    It 'runs a failed run again, under the same id' {
        $run = New-Failed
        $again = $run | Resume-MillRun
        $again | Should -BeOfType Mill.PowerShell.MillRun
        $again.Id, $again.Generation | Should -Be $run.Id, 2
        ($again | Wait-MillRun).EffectiveStatus | Should -BeExactly complete
    }

    It 'runs a cancelled run and a lost run again' {
        $cancelled = Start-Script "[ -e $Work/c ] && exit 0; touch $Work/c; sleep 600"
        Wait-Until { Test-Path "$Work/c" } | Out-Null
        $cancelled | Stop-MillRun | Out-Null
        $lost = Start-Script "[ -e $Work/l ] && exit 0; touch $Work/l; sleep 600"
        Wait-Until { Test-Path "$Work/l" } | Out-Null
        Stop-Worker $lost
        $lost | Repair-MillRun | Out-Null
        $cancelled, $lost | Resume-MillRun | Wait-MillRun | ForEach-Object EffectiveStatus | Should -Be complete, complete
    }

    It 'takes it by <What>' -ForEach @(
        @{ What = 'id'; Act = { Resume-MillRun $run.Id } }
        @{ What = 'last four letters'; Act = { Resume-MillRun $run.Id.Substring(16) } }
        @{ What = 'folder'; Act = { Get-Item $run.Directory | Resume-MillRun } }
        @{ What = 'JSON'; Act = { $run | ConvertTo-Json -Depth 4 | ConvertFrom-Json | Resume-MillRun } }
    ) {
        $run = New-Failed
        (& $Act | Wait-MillRun).Id | Should -BeExactly $run.Id
    }

    It 'gives variables again with -Environment' {
        $run = Complete-Script 'echo "key=$SOME_API_KEY" > seen; [ "$SOME_API_KEY" = second ]' @{ WorkingDirectory = $Work; Environment = @{ SOME_API_KEY = 'first' } }
        $seen = Get-Failure { Resume-MillRun $run }
        $seen.FullyQualifiedErrorId | Should -BeExactly 'SecretNotKept,Mill.PowerShell.Commands.ResumeMillRunCommand'
        $seen.CategoryInfo.Category | Should -Be InvalidOperation
        $seen.Exception.Message | Should -BeLike '*-Environment*SOME_API_KEY*'
        (Resume-MillRun $run -Environment @{ SOME_API_KEY = 'second' } | Wait-MillRun).EffectiveStatus | Should -BeExactly complete
        Get-Content "$Work/seen" | Should -BeExactly 'key=second'
    }

    It 'has nothing to resume in a run that is complete, and the others have their turn' {
        $complete = Complete-Script 'exit 0'
        $failed = New-Failed
        $again = @('20200101-000000-aaaa', 42, $complete, $failed | Resume-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue)
        $again.Id | Should -BeExactly $failed.Id
        $seen.FullyQualifiedErrorId | Should -Be ('RunNotFound', 'NotARun', 'NothingToResume' | ForEach-Object { "$_,Mill.PowerShell.Commands.ResumeMillRunCommand" })
        $seen.CategoryInfo.Category | Should -Be ObjectNotFound, InvalidArgument, InvalidOperation
        $again | Wait-MillRun | Out-Null
    }

    It 'does nothing and gives nothing with -WhatIf, and still says what could not be' {
        $run = New-Failed
        $complete = Complete-Script 'exit 0'
        $before = Get-TreeHash
        $run | Resume-MillRun -WhatIf | Should -BeNullOrEmpty
        (Get-Failure { Resume-MillRun $complete -WhatIf }).FullyQualifiedErrorId | Should -BeLike 'NothingToResume,*'
        Get-TreeHash | Should -BeExactly $before
    }

    It 'tells with -Verbose where it goes on from' {
        $run = New-Failed
        $told = Resume-MillRun $run -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$told" | Should -BeLike '*Completed: 0/1 tasks*Continuing from: main*'
        Wait-MillRun $run | Out-Null
    }
}
