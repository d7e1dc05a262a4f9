Describe 'Completion' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        $old = Complete-Script 'exit 3' @{ Name = 'nightly'; Tag = @{ kind = 'report' } }
        $odd = Complete-Script 'exit 0' @{ Name = "it's [odd]"; Tag = @{ kind = 'a b' } }
        $live = Start-Script 'sleep 600' @{ Name = 'live' }
        $fine = Complete-Script 'exit 0'
        function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }
    }
    AfterAll { Close-Home }

    It 'offers for <Line> the runs <Wanted>, the newest first' -ForEach @(
        @{ Line = 'Get-MillRun '; Wanted = 'fine', 'live', 'odd', 'old' }
        @{ Line = 'Get-MillRun -Run '; Wanted = 'fine', 'live', 'odd', 'old' }
        @{ Line = 'Get-MillRun -Id '; Wanted = 'fine', 'live', 'odd', 'old' }
        @{ Line = 'Get-MillRun nig'; Wanted = , 'old' }
        @{ Line = 'Get-MillRun NIG'; Wanted = , 'old' }
        @{ Line = 'Get-MillRun "nig'; Wanted = , 'old' }
        @{ Line = 'Get-MillRun nobody'; Wanted = @() }
        @{ Line = 'Get-MillRun -Parent li'; Wanted = , 'live' }
        @{ Line = 'Resume-MillRun '; Wanted = , 'old' }
        @{ Line = 'Get-MillLog nig'; Wanted = , 'old' }
    ) {
        $got = @(Get-Completion $Line | Where-Object CompletionText -Match '^\d{8}-')
        $got.CompletionText | Should -Be ($Wanted | ForEach-Object { (Get-Variable $_ -ValueOnly).Id })
    }

    It 'offers what is not over first to those who need that: <_>' -ForEach 'Stop-MillRun ', 'Wait-MillRun -Run ', 'Watch-MillRun ', 'Repair-MillRun ' {
        $got = (Get-Completion $_).CompletionText
        $got[0] | Should -BeExactly $live.Id
        $got | Should -HaveCount 4
    }

    It 'offers by the beginning of an id, and by its last four letters' {
        (Get-Completion "Get-MillRun $($old.Id.Substring(0, 18))").CompletionText | Should -Contain $old.Id
        (Get-Completion "Get-MillRun $($old.Id.Substring(16))").CompletionText | Should -Be $old.Id
    }

    It 'tells what each run is' {
        $seen = Get-Completion 'Get-MillRun nig'
        $seen.ListItemText | Should -BeExactly "$($old.Id) nightly"
        $seen.ToolTip | Should -Match "^failed \(exit 3\), \d+[sm] ago, nightly: /bin/sh -c 'exit 3'$"
    }

    It 'offers names, and what it offers finds the run' {
        (Get-Completion 'Get-MillRun -Name ').ListItemText | Sort-Object | Should -Be "it's [odd]", live, nightly
        $offered = (Get-Completion 'Get-MillRun -Name it').CompletionText
        (Invoke-Expression "Get-MillRun -Name $offered").Id | Should -BeExactly $odd.Id
    }

    It 'offers tags, and what it offers finds the run' {
        (Get-Completion 'Get-MillRun -Tag ').ListItemText | Sort-Object | Should -Be 'kind=a b', 'kind=report'
        $offered = (Get-Completion 'Get-MillRun -Tag kind=a').CompletionText
        (Invoke-Expression "Get-MillRun -Tag $offered").Id | Should -BeExactly $odd.Id
    }

    It 'offers statuses and healths' {
        (Get-Completion 'Get-MillRun -Status ').CompletionText | Should -Be cancelled, complete, ending, failed, lost, pending, running, waiting
        (Get-Completion 'Get-MillRun -Health st').CompletionText | Should -Be stale
    }

    It 'looks into the home that the line names, as <What>' -ForEach @(
        @{ What = 'a path'; MillHome = { "$Root/other" } }
        @{ What = 'a path from here'; MillHome = { 'other' } }
        @{ What = 'a path of a drive'; MillHome = { 'here:/other' } }
    ) {
        $there = Start-MillRun -MillHome "$Root/other" -Name elsewhere -- true | Wait-MillRun
        New-PSDrive here FileSystem $Root | Out-Null
        Push-Location $Root
        try {
            (Get-Completion "Get-MillRun -MillHome $(& $MillHome) else").CompletionText | Should -Be $there.Id
            (Get-Completion "Get-MillRun -Home $(& $MillHome) -Name ").CompletionText | Should -Be elsewhere
        }
        finally {
            Pop-Location
            Remove-PSDrive here
            $there | Remove-MillRun -Confirm:$false
        }
    }

    It 'offers nothing, and does not fail, where <What>' -ForEach @(
        @{ What = 'there is no home'; MillHome = { "$Root/nowhere" } }
        @{ What = 'the home is a file'; MillHome = { $file = "$Root/file"; Set-Content $file x; $file } }
        @{ What = 'the home is on no drive'; MillHome = { 'nodrive:/x' } }
        @{ What = 'the home is no place of files'; MillHome = { 'env:/' } }
    ) {
        $before = $Error.Count
        Get-Completion "Get-MillRun -MillHome $(& $MillHome) nig" | Where-Object CompletionText -Match '^\d{8}-' | Should -BeNullOrEmpty
        $Error.Count | Should -Be $before
    }

    It 'is bounded: many runs cost no more than two hundred' {
        1..300 | ForEach-Object {
            $id = '20200101-{0:d2}{1:d2}00-aaaa' -f [int][math]::Floor($_ / 60), ($_ % 60)
            Copy-Item $fine.Directory "$env:MILL_HOME/runs/$id" -Recurse
            foreach ($file in 'run.json', 'events.ndjson', 'result.json') { (Get-Content -Raw "$env:MILL_HOME/runs/$id/$file").Replace($fine.Id, $id) | Set-Content -NoNewline "$env:MILL_HOME/runs/$id/$file" }
        }
        (Get-Completion 'Get-MillRun 2020').Count | Should -Be 50
        (Get-Completion 'Get-MillRun 20200101-0001').CompletionText | Should -Be '20200101-000100-aaaa'
        (Measure-Command { Get-Completion 'Get-MillRun 2020' }).TotalSeconds | Should -BeLessThan 2
        Remove-Item "$env:MILL_HOME/runs/20200101-*" -Recurse -Force
    }
}
