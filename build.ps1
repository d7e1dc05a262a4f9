#!/usr/bin/env pwsh
<#
Builds, tests, measures and packs Mill: ./build.ps1 [Build] [Test] [Bench] [Package]; without a task, builds.

Package leaves artifacts/package/Mill, and a zip of it: the module with a native worker for each system that can be linked
for here, and one that brings its own .NET for Windows, which can be linked for on Windows only. What cannot be made is named and left out.
#>
param([Parameter(Position = 0, ValueFromRemainingArguments)] [ValidateSet('Build', 'Test', 'Bench', 'Package')] [string[]] $Task = 'Build')

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location $PSScriptRoot

$package = "$PSScriptRoot/artifacts/package"
$systems = 'linux-x64', 'linux-arm64'
$wholeSystems = @('win-x64')

function Build { dotnet build Mill.sln --nologo }

function Test { dotnet test --nologo }

function Bench { bash bench/run }

function Package {
    if (Test-Path $package) { Remove-Item $package -Recurse }
    dotnet build src/Mill.PowerShell -c Release --nologo -v quiet "-p:ModuleFolder=$package/Mill/"
    Copy-Item LICENSE "$package/Mill"
    $linked = @($systems | Where-Object { Add-Worker $_ })
    $whole = @($wholeSystems | Where-Object { Add-WholeWorker $_ })
    if ($linked) { Get-ChildItem "$package/Mill" -File | Where-Object Name -CLike mill* | Remove-Item } # Those need a .NET runtime, and are of this system only.
    else { Write-Warning 'No native worker for this system: here the package needs a .NET runtime.' }
    $zip = "$package/Mill-$(Get-Version).zip"
    [IO.Compression.ZipFile]::CreateFromDirectory("$package/Mill", $zip, 'SmallestSize', $true)
    "$zip, for $(($linked + $whole + @('this system') * (-not $linked)) -join ', ')"
}

# Links the worker for a system, and says whether that could be done.
function Add-Worker([string] $System) {
    $linker = Find-Linker $System
    if (-not $linker) {
        Write-Warning "Left out: the worker for $System, which cannot be linked here."
        return $false
    }
    $folder = "$PSScriptRoot/artifacts/native/$System"
    dotnet publish src/Mill.Cli -c Release -r $System -p:PublishAot=true "-p:CppCompilerAndLinker=$linker" -o $folder --nologo -v quiet | Out-Host
    New-Item -ItemType Directory "$package/Mill/native/$System" | Out-Null
    Copy-Item "$folder/mill" "$package/Mill/native/$System"
    $true
}

# Makes the worker for a system as one file with .NET in it, and says whether that could be done.
function Add-WholeWorker([string] $System) {
    $PSNativeCommandUseErrorActionPreference = $false
    $folder = "$PSScriptRoot/artifacts/whole/$System"
    dotnet publish src/Mill.Cli -c Release -r $System --self-contained -p:PublishAot=false -p:PublishSingleFile=true -p:PublishTrimmed=true --artifacts-path "$PSScriptRoot/artifacts/whole/build" -o $folder --nologo -v quiet | Out-Host
    if ($LASTEXITCODE -ne 0) {
        Write-Warning "Left out: the worker for $System, which cannot be made here."
        return $false
    }
    New-Item -ItemType Directory "$package/Mill/native/$System" | Out-Null
    Copy-Item "$folder/mill.exe" "$package/Mill/native/$System"
    $true
}

# The compiler that links for a system: clang or gcc for this one, a cross compiler for others. NativeAOT also wants zlib.
function Find-Linker([string] $System) {
    $target = @{ 'linux-x64' = 'x86_64'; 'linux-arm64' = 'aarch64' }[$System]
    $here = @{ X64 = 'x86_64'; Arm64 = 'aarch64' }["$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture)"]
    $names = if ($target -eq $here) { 'clang', 'gcc' } else { "$target-linux-gnu-gcc" }
    (Get-Command $names -CommandType Application -ErrorAction Ignore | Where-Object { Test-Linker $_.Source } | Select-Object -First 1).Name
}

function Test-Linker([string] $Compiler) {
    $PSNativeCommandUseErrorActionPreference = $false
    'int main(void) { return 0; }' | & $Compiler -x c - -o /dev/null -lz 2> $null
    $LASTEXITCODE -eq 0
}

# Written once, in Directory.Build.props; a test holds the manifest to it.
function Get-Version { ([xml] (Get-Content -Raw Directory.Build.props)).SelectSingleNode('//VersionPrefix').InnerText }

$Task | ForEach-Object { & $_ }
