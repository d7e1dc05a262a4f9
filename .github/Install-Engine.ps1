# Gets the newest PowerShell of a line (7.4) as it is released for this system, with Pester beside it, and puts it first on PATH
# for the steps that follow.
[CmdletBinding()]
param([Parameter(Mandatory, Position = 0)] [string] $Line)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
$processor = "$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture)".ToLowerInvariant()
$kind = $IsWindows ? 'zip' : 'tar.gz'

$tag = gh release list --repo PowerShell/PowerShell --limit 100 --exclude-drafts --exclude-pre-releases --json tagName --jq '.[].tagName' |
    Where-Object { $_ -like "v$Line.*" } | Sort-Object { [version] $_.Substring(1) } | Select-Object -Last 1
if (-not $tag) { throw "PowerShell $Line is not released." }

$name = "PowerShell-$($tag.Substring(1))-$system-$processor.$kind"
$place = Join-Path $env:RUNNER_TEMP "engine-$Line"
New-Item -ItemType Directory -Force $place | Out-Null
gh release download $tag --repo PowerShell/PowerShell --pattern ($IsWindows ? $name : $name.ToLowerInvariant()) --dir $env:RUNNER_TEMP --clobber
$archive = Get-ChildItem $env:RUNNER_TEMP -File | Where-Object Name -EQ $name
if ($IsWindows) { Expand-Archive $archive $place -Force } else { tar -xzf $archive -C $place && chmod +x "$place/pwsh" }

Save-Module Pester -Repository PSGallery -MinimumVersion 5.5 -MaximumVersion 5.999 -Path (Join-Path $place 'Modules') -Force
$place >> $env:GITHUB_PATH
"$tag in $place"
