#!/usr/bin/env pwsh
<#
Builds, tests, measures and packs Mill: ./build.ps1 [Build] [Test] [Bench] [Native] [Package]; without a task, builds.

Native links the worker for this system, or for another that can be linked for here (-System osx-x64), into artifacts/native/<system>.

Package leaves artifacts/package/Mill, and a zip of it: the module with a native worker for each system that can be linked
for here, and one that brings its own .NET for Windows, which can be linked for on Windows only. What cannot be made is named and left out.
Workers that were linked elsewhere are taken as they are from a folder with one for each system (-Natives FOLDER), and none of those is made here.
#>
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)] [ValidateSet('Build', 'Test', 'Bench', 'Native', 'Package')] [string[]] $Task = 'Build',
    [string] $System,
    [string] $Natives
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
if ($Natives) { $Natives = (Resolve-Path $Natives).Path }
Set-Location $PSScriptRoot

$package = "$PSScriptRoot/artifacts/package"
$systems = 'linux-x64', 'linux-arm64'
$wholeSystems = @('win-x64')

function Build { dotnet build Mill.sln --nologo }

function Test { dotnet test --nologo }

function Bench { bash bench/run }

function Native {
    $wanted = if ($System) { $System } else { Get-OwnSystem }
    if (-not (Publish-Native $wanted)) { throw "The worker for $wanted cannot be linked here." }
}

function Package {
    if (Test-Path $package) { Remove-Item $package -Recurse }
    dotnet build src/Mill.PowerShell -c Release --nologo -v quiet "-p:ModuleFolder=$package/Mill/"
    Copy-Item LICENSE "$package/Mill"
    $brought = @(if ($Natives) { Get-ChildItem $Natives -Directory | ForEach-Object { Add-Brought $_ } })
    $linked = @($brought) + @($systems | Where-Object { $_ -notin $brought -and (Add-Worker $_) })
    $whole = @($wholeSystems | Where-Object { $_ -notin $brought -and (Add-WholeWorker $_) })
    if ($linked) { Get-ChildItem "$package/Mill" -File | Where-Object Name -CLike mill* | Remove-Item } # Those need a .NET runtime, and are of this system only.
    else { Write-Warning 'No native worker for this system: here the package needs a .NET runtime.' }
    $zip = "$package/Mill-$(Get-Version).zip"
    [IO.Compression.ZipFile]::CreateFromDirectory("$package/Mill", $zip, 'SmallestSize', $true)
    "$zip, for $(($linked + $whole + @('this system') * (-not $linked)) -join ', ')"
}

# Adds a worker that was linked elsewhere, and says for which system. On its way it may have lost the right to be run.
function Add-Brought($Folder) {
    $worker = Get-ChildItem $Folder -File | Where-Object Name -In 'mill', 'mill.exe'
    if (-not $worker) { throw "$Folder has no mill in it." }
    New-Item -ItemType Directory "$package/Mill/native/$($Folder.Name)" | Out-Null
    $copy = Copy-Item $worker "$package/Mill/native/$($Folder.Name)" -PassThru
    if (-not $IsWindows) { chmod 755 $copy }
    $Folder.Name
}

# Adds the worker for a system, linked here, and says whether that could be done.
function Add-Worker([string] $System) {
    if (-not (Publish-Native $System)) {
        Write-Warning "Left out: the worker for $System, which cannot be linked here."
        return $false
    }
    New-Item -ItemType Directory "$package/Mill/native/$System" | Out-Null
    Copy-Item "$PSScriptRoot/artifacts/native/$System/mill" "$package/Mill/native/$System"
    $true
}

# Links the worker for a system, and says whether that could be done. Windows and macOS have one linker, which is found by itself.
function Publish-Native([string] $System) {
    $linker = if ($System -like 'linux-*') { Find-Linker $System } elseif ($System -like "$(Get-OwnSystemName)-*") { 'its own' }
    if (-not $linker) { return $false }
    $more = if ($System -like 'linux-*') { "-p:CppCompilerAndLinker=$linker" }
    dotnet publish src/Mill.Cli -c Release -r $System -p:PublishAot=true $more -o "$PSScriptRoot/artifacts/native/$System" --nologo -v quiet | Out-Host
    $true
}

function Get-OwnSystemName { $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux' }

function Get-OwnSystem { "$(Get-OwnSystemName)-$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture)".ToLowerInvariant() }

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
