BeforeDiscovery {
    $examples = foreach ($page in Get-ChildItem "$PSScriptRoot/../../docs/en-US/*-Mill*.md") {
        $text = (Get-Content -Raw $page) -split '(?m)^## EXAMPLES\s*$|^## (?!EXAMPLES)' | Where-Object { $_ -match '(?m)^### .*\s+```powershell' } | Select-Object -First 1
        foreach ($part in $text -split '(?m)^### ' | Select-Object -Skip 1) {
            $null = $part -match '(?s)```powershell\n(?<code>.*?)\n```'
            $code = $Matches.code
            $shown = if ($part -match '(?s)```output\n(?<out>.*?)\n```') { $Matches.out }
            @{ Cmdlet = $page.BaseName; Title = ($part -split '\n')[0].Trim(); Code = $code; Shown = $shown }
        }
    }
}

BeforeAll { . $PSScriptRoot/Common.ps1 }
AfterAll { Close-Home }

Describe 'The help' {
    It 'is there for <_>' -ForEach (Get-Content "$PSScriptRoot/../../Mill.psd1" | Select-String "'(\w+-Mill\w+)'" | ForEach-Object { $_.Matches[0].Groups[1].Value }) {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Match '\w+ .*\.$'
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        foreach ($parameter in (Get-Command $_).Parameters.Values | Where-Object { $_.Name -notin [Management.Automation.Cmdlet]::CommonParameters -and $_.Name -notin 'WhatIf', 'Confirm' }) {
            $words = Get-Help $_ -Parameter $parameter.Name
            "$($words.description.Text)" | Should -Match '\w' -Because "-$($parameter.Name) is to be told of"
        }
    }

    It 'has the topic <_>' -ForEach 'about_Mill', 'about_Mill_Repair', 'about_Mill_RunFolder', 'about_Mill_CI', 'about_Mill_Settings', 'about_Mill_Plans' {
        Get-Help $_ | Should -Match 'LONG DESCRIPTION'
    }

    # As a stranger types it: in a shell and a home of its own, and nothing is left running.
    It 'shows what works, of <Cmdlet>: <Title>' -ForEach $examples {
        $code | Should -Not -BeNullOrEmpty
        $file = "$Work/$([guid]::NewGuid().ToString('n')).ps1"
        Set-Content $file "Import-Module '$MillModule'; `$ProgressPreference = 'SilentlyContinue'`n$Code"
        $ours = $env:MILL_HOME
        $env:MILL_HOME = (New-Item -ItemType Directory "$Root/$([guid]::NewGuid().ToString('n'))").FullName
        try {
            $answer = Invoke-Shell -Arguments '-File', $file
            $answer.Err | Should -BeNullOrEmpty
            $answer.ExitCode | Should -Be 0
            if ($Shown) { $answer.Out | Should -BeExactly $Shown }
            Get-ChildItem "$env:MILL_HOME/active" -ErrorAction Ignore | Should -BeNullOrEmpty
        }
        finally {
            Get-MillRun -Active -ErrorAction Ignore | Stop-MillRun -Force -Grace 0 | Out-Null
            $env:MILL_HOME = $ours
        }
    }
}
