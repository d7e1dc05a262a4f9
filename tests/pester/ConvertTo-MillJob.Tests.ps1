BeforeAll { . $PSScriptRoot/Common.ps1 }
AfterAll { Get-Job | Remove-Job -Force; Close-Home }

Describe 'ConvertTo-MillJob' {
    AfterEach { Get-Job | Remove-Job -Force -ErrorAction Ignore }

    It 'makes a job that ends as its run ends: <State>' -ForEach @(
        @{ Code = 'exit 0'; State = 'Completed' }
        @{ Code = 'exit 3'; State = 'Failed' }
    ) {
        $job = Start-MillRun -- /bin/sh -c $Code | ConvertTo-MillJob
        (Wait-Job $job -Timeout 30).State | Should -Be $State
        $job.PSJobTypeName | Should -BeExactly MillRun
    }

    It 'says why a job failed' {
        $run = Start-MillRun -- /bin/sh -c 'exit 3'
        $job = $run | ConvertTo-MillJob | Wait-Job -Timeout 30
        $failed = Get-Failure { Receive-Job $job }
        $failed.FullyQualifiedErrorId | Should -BeExactly RunFailed
        $failed.Exception.Message | Should -BeLike "*$run*exit code 3*"
    }

    It 'gives what a script run gave, each stream as itself' {
        $job = Start-MillRun { [pscustomobject]@{ N = 42 }; Write-Warning careful; Write-Error broken } -AsJob
        $null = Wait-Job $job -Timeout 60
        $out = Receive-Job $job -Keep -WarningVariable warned -WarningAction SilentlyContinue -ErrorVariable failed -ErrorAction SilentlyContinue
        $out.N | Should -Be 42
        $warned.Message | Should -BeExactly careful
        $failed.Exception.Message | Should -BeExactly broken
    }

    It 'uses up nothing of the run' {
        $run = Start-MillRun -- /bin/echo hello
        $job = $run | ConvertTo-MillJob
        $job | Receive-Job -Wait | Should -BeExactly hello
        Receive-MillRun $run | Should -BeExactly hello
    }

    It 'is one job for one run, with the same number each time' {
        $run = Start-MillRun -- /bin/sleep 60
        $first = $run | ConvertTo-MillJob
        ($run | ConvertTo-MillJob).Id | Should -Be $first.Id
        Get-Failure { Remove-Job $first } | Should -Not -BeNullOrEmpty
        Stop-MillRun $run | Out-Null
        $null = Wait-Job $first -Timeout 30
        Remove-Job $first
        ($run | ConvertTo-MillJob).InstanceId | Should -Be $first.InstanceId
    }

    It 'is a new job once the run lives again after the old one was over' {
        $run = Start-MillRun -- /bin/sh -c "echo `$MILL_SPAWN_ID; [ -e '$Work/again' ]"
        $first = $run | ConvertTo-MillJob | Wait-Job -Timeout 30
        $first.State | Should -Be Failed
        New-Item "$Work/again" | Out-Null
        Resume-MillRun $run | Out-Null
        $second = $run | ConvertTo-MillJob
        $second.Id | Should -Not -Be $first.Id
        (Wait-Job $second -Timeout 30).State | Should -Be Completed
        Receive-Job $second | Should -BeExactly main.2
        ($run | ConvertTo-MillJob).Id | Should -Be $second.Id
    }

    It 'gives what each attempt gave' {
        Start-MillRun -AsJob -Retry 2 -RetryDelay 2s -- /bin/sh -c 'echo $MILL_SPAWN_ID; [ $MILL_SPAWN_ID = main.2 ]' | Receive-Job -Wait | Should -Be main.1, main.2
    }

    It 'lets Remove-Job forget a run that is over, and with -Force stop one that is not' {
        $over = Start-MillRun -AsJob -- /bin/true | Wait-Job -Timeout 30
        Remove-Job $over
        (Get-MillRun $over.StatusMessage).EffectiveStatus | Should -BeExactly complete
        $live = Start-MillRun -AsJob -- /bin/sleep 60
        Remove-Job $live -Force
        (Wait-MillRun $live.StatusMessage).EffectiveStatus | Should -BeExactly cancelled
    }

    It 'lets Stop-Job stop the run' {
        $run = Start-MillRun -- /bin/sleep 60
        $job = $run | ConvertTo-MillJob
        Stop-Job $job
        $job.State | Should -Be Stopped
        (Wait-MillRun $run).EffectiveStatus | Should -BeExactly cancelled
    }

    It 'is found by name, state, number and command' {
        $job = Start-MillRun -Name found -- /bin/sleep 60 | ConvertTo-MillJob
        (Get-Job -Name found).Id | Should -Be $job.Id
        (Get-Job -Id $job.Id).Name | Should -BeExactly found
        (Get-Job -InstanceId $job.InstanceId).Id | Should -Be $job.Id
        (Get-Job -State Running).Id | Should -Contain $job.Id
        (Get-Job -Command '/bin/sleep*').Id | Should -Contain $job.Id
    }

    It 'shows no run that nobody asked for, so that removing all jobs by force stops none' {
        $run = Start-MillRun -- /bin/sleep 60
        Get-Job | Should -BeNullOrEmpty
        Get-Job | Remove-Job -Force
        (Get-MillRun $run).EffectiveStatus | Should -BeExactly running
    }

    It 'takes runs of another shell' {
        $id = (Invoke-Shell "(Start-MillRun -- /bin/sh -c 'echo far').Id").Out
        ConvertTo-MillJob $id | Receive-Job -Wait | Should -BeExactly far
    }
}
