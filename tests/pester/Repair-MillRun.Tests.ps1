Describe 'Repair-MillRun' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        function New-Lost([string] $Script = 'sleep 600', [switch] $LeaveProcess) {
            $run = Start-Script $Script
            Stop-Worker $run -LeaveProcess:$LeaveProcess
            $run
        }
    }
    AfterAll { Close-Home }

    It 'mends a run whose worker was killed' {
        $run = New-Lost -LeaveProcess
        $process = Get-ProcessOf $run
        $lost = Get-MillRun $run
        $lost.EffectiveStatus | Should -BeExactly lost
        $lost.Status | Should -BeExactly running
        $lost.Mismatch | Should -BeTrue
        Test-Alive $process | Should -BeTrue

        $repair = $lost | Repair-MillRun

        $repair | Should -BeOfType Mill.PowerShell.MillRepair
        $repair.Id | Should -BeExactly $run.Id
        $repair.Repaired | Should -BeTrue
        $repair.Status | Should -BeExactly failed
        $repair.Evidence.WorkerPid | Should -Be $run.Worker.Pid
        $repair.Evidence.Life | Should -BeExactly no
        $repair.Survivors.Count | Should -Be 0
        Test-Alive $process | Should -BeFalse
        $after = Get-MillRun $run
        $after.EffectiveStatus, $after.Reason | Should -Be failed, worker-lost
    }

    It 'finds nothing the second time' {
        $run = New-Lost
        (Repair-MillRun $run).Repaired | Should -BeTrue
        (Repair-MillRun $run).Repaired | Should -BeFalse
        Repair-MillRun | Should -BeNullOrEmpty
    }

    It 'looks at all runs when none is named' {
        $lost = (New-Lost), (New-Lost)
        $alive = Start-Script 'sleep 600'
        $repairs = Repair-MillRun
        $repairs.Id | Sort-Object | Should -Be ($lost.Id | Sort-Object)
        $repairs.Repaired | Should -Be $true, $true
        (Get-MillRun $alive).EffectiveStatus | Should -BeExactly running
        $alive | Stop-MillRun -Grace 0.2 | Out-Null
    }

    It 'looks at none when a list of runs is empty, or a variable is' {
        $run = New-Lost
        @() | Repair-MillRun | Should -BeNullOrEmpty
        (Get-Failure { Repair-MillRun $missing }).FullyQualifiedErrorId | Should -BeLike 'NotARun,*'
        (Get-MillRun $run).EffectiveStatus | Should -BeExactly lost
        Repair-MillRun $run | Out-Null
    }

    It 'only shows the verdicts with -WhatIf' {
        $run = New-Lost
        $before = Get-TreeHash
        $verdicts = (Repair-MillRun -WhatIf), ($run | Repair-MillRun -WhatIf), (Repair-MillRun $run.Id -Action Resume -WhatIf)
        $verdicts.Id | Should -Be $run.Id, $run.Id, $run.Id
        $verdicts.Repaired | Should -Be $false, $false, $false
        Get-TreeHash | Should -BeExactly $before
        Repair-MillRun $run | Out-Null
    }

    It 'says in the question what would be done, in words' {
        $run = New-Lost
        (Invoke-Shell "Repair-MillRun $($run.Id) -WhatIf").Out | Should -BeLike "*operation `"record it as failed`" on target `"run $($run.Id) (*"
        $seen = Invoke-Shell "(Repair-MillRun $($run.Id) -WhatIf -Action Resume).Action"
        $seen.Out | Should -BeLike "*operation `"resume it`" on target*resume"
        Repair-MillRun $run | Out-Null
    }

    It 'lets a run go on with -Action Resume' {
        $run = New-Lost "[ -e $Work/resumed ] && exit 0; touch $Work/resumed; sleep 600"
        $repair = Repair-MillRun $run -Action Resume
        $repair.Repaired | Should -BeTrue
        $after = Wait-MillRun $run
        $after.EffectiveStatus, $after.Generation | Should -Be complete, 2
    }

    It 'tries a run again as a new one with -Action Retry' {
        $run = New-Lost "[ -e $Work/retried ] && exit 0; touch $Work/retried; sleep 600"
        Repair-MillRun $run -Action Retry | Out-Null
        (Get-MillRun $run).EffectiveStatus | Should -BeExactly failed
        $new = Get-MillRun -Newest 1 | Wait-MillRun
        $new.Id | Should -Not -Be $run.Id
        $new.EffectiveStatus | Should -BeExactly complete
    }

    It 'leaves alone what lives' {
        $run = Start-Script 'sleep 600'
        $repair = Repair-MillRun $run
        $repair.Repaired, $repair.Action | Should -Be $false, none
        (Get-MillRun $run).EffectiveStatus | Should -BeExactly running
        $run | Stop-MillRun -Grace 0.2 | Out-Null
    }

    It 'takes part of an id as an argument only, and one bad item is one error' {
        $run = Complete-Script 'exit 0'
        (Repair-MillRun $run.Id.Substring(16)).Id | Should -BeExactly $run.Id
        $repairs = @(42, $run.Id.Substring(16), $run.Id | Repair-MillRun -ErrorVariable seen -ErrorAction SilentlyContinue)
        $repairs.Id | Should -BeExactly $run.Id
        $seen.FullyQualifiedErrorId | Should -Be 'NotARun,Mill.PowerShell.Commands.RepairMillRunCommand', 'BadRunId,Mill.PowerShell.Commands.RepairMillRunCommand'
        $seen.CategoryInfo.Category | Should -Be InvalidArgument, InvalidArgument
    }

    It 'says that a home cannot be looked at' {
        $file = "$Work/no-home"
        Set-Content $file 'a file'
        $seen = Get-Failure { Repair-MillRun -MillHome $file }
        $seen.FullyQualifiedErrorId | Should -BeExactly 'HomeNotUsable,Mill.PowerShell.Commands.RepairMillRunCommand'
        $seen.CategoryInfo.Category | Should -Be ResourceUnavailable
    }

    It 'makes one warning of a folder that cannot be read, and goes on' {
        $run = New-Lost
        New-Item -ItemType Directory "$env:MILL_HOME/runs/20200101-000000-aaaa" | Out-Null
        New-Item "$env:MILL_HOME/active/20200101-000000-aaaa" | Out-Null
        $repairs = @(Repair-MillRun -WarningVariable warned -WarningAction SilentlyContinue | Where-Object Id -eq $run.Id)
        $repairs.Repaired | Should -BeTrue
    }
}
