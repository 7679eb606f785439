#!/usr/bin/env bash
# Projects that refer to the packages: to Agents directly, or through a library, which is a project or itself a package; to both.
set -euo pipefail
source ./check.sh

# breaks PROJECT RULE: the project does not build, and for no other reason than this rule.
breaks() {
  ! dotnet build "$1" >"$1.log" && grep -F "error $2" "$1.log" && ! grep -F ': error ' "$1.log" | grep -vF "error $2"
}

# analyzed TIMES PROJECT OPTIONS…: that often the compiler gets the generator and the fixes.
analyzed() {
  local times=$1 analyzers
  shift
  analyzers=$(dotnet msbuild "$@" -t:Compile -getItem:Analyzer) && echo "$analyzers" &&
    [[ $(grep -cF '"Filename": "Agents.Generators"' <<<"$analyzers") == "$times" ]] &&
    [[ $(grep -cF '"Filename": "Agents.CodeFixes"' <<<"$analyzers") == "$times" ]]
}

echo "An application that refers to Agents"
check "builds without a warning" dotnet build App
check "runs" prints App/expected.txt dotnet App/bin/Debug/net10.0/App.dll
check "has generator and fixes once" analyzed 1 App
check "can do without" analyzed 0 App -p:AgentsAnalyzers=false
check "does not build with a mistake" breaks Broken AGENT0201

echo "An application that refers to a library"
check "builds without a warning" dotnet build AppThroughLibrary
check "runs" prints AppThroughLibrary/expected.txt dotnet AppThroughLibrary/bin/Debug/net10.0/AppThroughLibrary.dll
check "has generator and fixes once" analyzed 1 AppThroughLibrary
check "can do without" analyzed 0 AppThroughLibrary -p:AgentsAnalyzers=false
check "has them also where NuGet holds them back" \
  analyzed 1 AppThroughLibrary -p:CustomAfterMicrosoftCommonTargets="$work/HeldBack.targets"
for property in PublishAot JsonSerializerIsReflectionEnabledByDefault; do
  check "lets the analyzers see $property" grep -rF "build_property.$property" AppThroughLibrary/obj --include '*.editorconfig'
done
check "does not build with a mistake" breaks BrokenThroughLibrary AGENT0201

echo "An application that refers to the package of a library"
rm -rf AppThroughLibrary/{bin,obj}
export LibraryAs=package
check "the library packs" dotnet pack Library -o "$feed"
check "builds without a warning" dotnet build AppThroughLibrary
check "runs" prints AppThroughLibrary/expected.txt dotnet AppThroughLibrary/bin/Debug/net10.0/AppThroughLibrary.dll
check "has generator and fixes once" analyzed 1 AppThroughLibrary

echo "Tests that refer to Agents.Testing"
check "build without a warning" dotnet build Tests
check "run" prints Tests/expected.txt dotnet Tests/bin/Debug/net10.0/Tests.dll
check "have generator and fixes once" analyzed 1 Tests
