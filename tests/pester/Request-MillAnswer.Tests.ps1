Describe 'Request-MillAnswer' {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        function Wait-Question($Run) { Wait-Until { @((Get-MillRun $Run).Questions).Count } -Deadline 40 | Out-Null }
    }
    AfterAll { Close-Home }

    It 'gives back what was answered, as the choice was written' {
        $run = Start-MillRun { Import-Module $using:MillModule; $got = Request-MillAnswer 'Deploy?' -Choice yes, No; "$got $($got.GetType().Name)" }
        Wait-Question $run
        (Get-MillRun $run).EffectiveStatus | Should -BeExactly waiting
        Send-MillAnswer $run no | Out-Null
        $run | Wait-MillRun | Receive-MillRun | Should -BeExactly 'No String'
    }

    It 'gives back its default, or the error TimedOut, when nobody answers' {
        $run = Start-MillRun {
            Import-Module $using:MillModule
            Request-MillAnswer 'Which?' -Timeout 200ms -Default main
            $none = Request-MillAnswer 'Anybody?' -Timeout 200ms -ErrorAction SilentlyContinue -ErrorVariable seen
            "$($null -eq $none) $($seen.FullyQualifiedErrorId) $($seen.CategoryInfo.Category)"
        } | Wait-MillRun -WarningAction Ignore
        $run | Receive-MillRun | Should -Be main, 'True TimedOut,Mill.PowerShell.Commands.RequestMillAnswerCommand OperationTimeout'
    }

    It 'closes its question when it is left' {
        $run = Start-MillRun {
            Import-Module $using:MillModule
            $shell = [powershell]::Create().AddScript("Import-Module '$using:MillModule'; Request-MillAnswer 'Go?'")
            $asking = $shell.BeginInvoke()
            while (-not (Get-MillRun $env:MILL_RUN_ID).Questions) { Start-Sleep -Milliseconds 50 }
            $shell.Stop()
            (Get-MillRun $env:MILL_RUN_ID).EffectiveStatus
        } | Wait-MillRun -WarningAction Ignore
        $run | Receive-MillRun | Should -BeExactly running
        (Get-Content "$($run.Directory)/events.ndjson" | ConvertFrom-Json | Where-Object type -eq run:answered).payload.how | Should -BeExactly gone
    }

    It 'does nothing with -WhatIf, outside a run too' { Request-MillAnswer 'Go?' -WhatIf | Should -BeNullOrEmpty }

    It 'says outside a run what to do' {
        $failed = Get-Failure { Request-MillAnswer 'Go?' }
        $failed.FullyQualifiedErrorId | Should -BeExactly 'NotInRun,Mill.PowerShell.Commands.RequestMillAnswerCommand'
        $failed.Exception.Message | Should -BeLike '*Start-MillRun*'
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'an empty question'; Act = { Request-MillAnswer '' }; Id = 'ParameterArgumentValidationError*' }
        @{ What = 'a timeout that is none'; Act = { Request-MillAnswer x -Timeout soon }; Id = 'ParameterArgumentTransformationError*' }
    ) {
        $Act | Should -Throw -ErrorId $Id
    }
}
