Describe 'The module' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        function Copy-Module([string] $To) {
            New-Item -ItemType Directory (Split-Path $To) -Force | Out-Null
            Copy-Item -LiteralPath $MillModule $To -Recurse
            $To
        }
        function Import-In([string] $Folder, [string] $Command) { Invoke-Shell '' -Arguments '-Command', "Import-Module '$Folder' -ErrorAction Stop; $Command" }
    }
    AfterAll { Close-Home }

    It 'has a manifest that the engine takes' {
        $manifest = Test-ModuleManifest "$MillModule/Mill.psd1" -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeNullOrEmpty
        $manifest.Name, $manifest.RootModule | Should -Be Mill, Mill.PowerShell.dll
        $manifest.PowerShellVersion | Should -BeExactly '7.4'
    }

    It 'exports the cmdlets that its manifest names, and nothing else' {
        $module = Get-Module Mill
        $named = (Import-PowerShellDataFile "$MillModule/Mill.psd1").CmdletsToExport
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ($named | Sort-Object)
        $module.ExportedCommands.Values.CommandType | Select-Object -Unique | Should -Be Cmdlet
        $module.ExportedVariables.Count + $module.ExportedAliases.Count | Should -Be 0
    }

    It 'gives every cmdlet an output type and, where it changes something, -WhatIf with the right impact' {
        foreach ($cmdlet in Get-Command -Module Mill) {
            $cmdlet.OutputType.Count | Should -BeGreaterThan 0 -Because $cmdlet.Name
            $about = [Management.Automation.CommandMetadata]::new($cmdlet)
            $about.SupportsShouldProcess | Should -Be ($cmdlet.Verb -in 'Start', 'Stop', 'Repair', 'Resume', 'Restart', 'Remove', 'Set', 'Send', 'Request', 'Write') -Because $cmdlet.Name
            if ($about.SupportsShouldProcess) { $about.ConfirmImpact | Should -Be $(if ($cmdlet.Verb -in 'Start', 'Request', 'Write') { 'Low' } else { 'Medium' }) -Because $cmdlet.Name }
        }
    }

    It 'has nothing of the engine in its folder' {
        Get-ChildItem $MillModule -Recurse -Include System.*, Microsoft.* | Should -BeNullOrEmpty
    }

    It 'is imported without a word' {
        $answer = Invoke-Shell '$Error.Count'
        $answer.ExitCode, $answer.Out, $answer.Err | Should -Be 0, '0', ''
    }

    It 'works from <What> (C14)' -ForEach @(
        @{ What = 'a path with spaces'; Make = { Copy-Module "$Work/with some spaces/Mill" } }
        @{ What = 'a path with brackets and quotes'; Make = { Copy-Module "$Work/a [b] `"c`"/Mill" } }
        @{ What = 'a symbolic link'; Make = { (New-Item -ItemType SymbolicLink "$Work/link" -Target (Copy-Module "$Work/behind/Mill")).FullName } }
        @{ What = 'a folder reached through a link'; Make = { New-Item -ItemType SymbolicLink "$Work/parent" -Target (Split-Path (Copy-Module "$Work/linked/Mill")) | Out-Null; "$Work/parent/Mill" } }
        @{ What = 'a renamed copy'; Make = { Copy-Module "$Work/OtherName" } }
        @{ What = 'a folder that cannot be written'; Make = { $folder = Copy-Module "$Work/fixed/Mill"; & chmod -R a-w $folder; $folder } }
    ) {
        $folder = & $Make
        $file = if (Test-Path -LiteralPath "$folder/Mill.psd1") { "$folder/Mill.psd1" }
        $answer = Import-In ([WildcardPattern]::Escape($file)) '(Start-MillRun -- /bin/sh -c "exit 0" | Wait-MillRun).EffectiveStatus'
        $answer.Err | Should -BeNullOrEmpty
        $answer.Out | Should -BeExactly complete
    }

    It 'works when its worker lost its mode, as some archives do' {
        $folder = Copy-Module "$Work/no-modes/Mill"
        Get-ChildItem $folder -Recurse -File | ForEach-Object { $_.UnixFileMode = 'UserRead, UserWrite' }
        (Import-In $folder '(Start-MillRun -- /bin/sh -c "exit 0" | Wait-MillRun).EffectiveStatus').Out | Should -BeExactly complete
    }

    It 'lets runs go on when its folder is replaced or removed (C14)' {
        $folder = Copy-Module "$Work/replaced/Mill"
        $id = (Import-In $folder "(Start-MillRun -- /bin/sh -c 'while [ ! -e $Work/go ]; do sleep 0.1; done').Id").Out
        Remove-Item $folder -Recurse
        (Get-MillRun $id).EffectiveStatus | Should -BeExactly running
        New-Item "$Work/go" | Out-Null
        (Wait-MillRun $id).EffectiveStatus | Should -BeExactly complete
    }

    It 'says what is missing when there is no worker' {
        $folder = Copy-Module "$Work/no-worker/Mill"
        Remove-Item "$folder/mill", "$folder/mill.dll", "$folder/native" -Recurse -ErrorAction Ignore
        $before = @(Get-ChildItem "$env:MILL_HOME/runs").Count
        $answer = Import-In $folder "try { Start-MillRun -MillHome '$Work/fresh' -- /bin/true } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        $answer.Out | Should -BeLike 'WorkerNotFound,*mill*'
        Test-Path "$Work/fresh/runs/*" | Should -BeFalse
    }

    It 'ends no run when it is removed (C05)' {
        $answer = Invoke-Shell '$run = Start-MillRun -- /bin/sleep 600; Remove-Module Mill; $run.Id'
        $run = Get-MillRun $answer.Out
        $run.EffectiveStatus | Should -BeExactly running
        Test-Alive (Get-ProcessOf $run) | Should -BeTrue
        $run | Stop-MillRun -Grace 0.2 | Out-Null
    }

    It 'ends no run when runspaces are closed (C05)' {
        $runs = 1..5 | ForEach-Object {
            $session = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
            $session.ImportPSModule([string[]] "$MillModule/Mill.psd1")
            $space = [runspacefactory]::CreateRunspace($session)
            $space.Open()
            $shell = [powershell]::Create($space).AddScript('(Start-MillRun -- /bin/sleep 600).Id')
            $shell.Invoke()
            $shell.Dispose()
            $space.Dispose()
        }
        $runs.Count | Should -Be 5
        (Get-MillRun $runs).EffectiveStatus | Should -Be (@('running') * 5)
        Stop-MillRun $runs -Grace 0.2 | Out-Null
    }

    It 'works in threads side by side (C16)' {
        $module = $MillModule
        $ids = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:module
            1..5 | ForEach-Object { (Start-MillRun -- /bin/sh -c 'exit 0').Id }
        } -ThrottleLimit 4
        $ids | Select-Object -Unique | Should -HaveCount 20
        (Wait-MillRun $ids).EffectiveStatus | Select-Object -Unique | Should -Be complete
    }

    It 'shows one home to two shells' {
        $id = (Invoke-Shell "(Start-MillRun -Name shared -- /bin/sh -c 'while [ ! -e $Work/shared ]; do sleep 0.1; done; exit 3').Id").Out
        $other = Start-Shell "(Wait-MillRun $id).ExitCode"
        (Get-MillRun -Name shared -Active).Id | Should -BeExactly $id
        New-Item "$Work/shared" | Out-Null
        (Wait-MillRun $id).ExitCode | Should -Be 3
        $other.StandardOutput.ReadToEnd().Trim() | Should -BeExactly 3
        $other.WaitForExit()
    }
}
