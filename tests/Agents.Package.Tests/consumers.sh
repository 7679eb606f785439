#!/usr/bin/env bash
# Projects that refer to the package: directly, and through a library, which is a project or itself a package.
set -euo pipefail
source ./check.sh
source ./feed.sh

builds() {
  dotnet build "$@"
}

prints() {
  diff "$1/expected.txt" <(dotnet "$1/bin/Debug/net10.0/$1.dll")
}

# The project must not build, and for no other reason than this rule.
breaks() {
  ! dotnet build "$1" >"$1.log" && grep -F "error $2" "$1.log" && ! grep -F ': error ' "$1.log" | grep -vF "error $2"
}

# How often the compiler gets the generator and the fixes.
analyzers() {
  dotnet msbuild "$@" -t:Compile -getItem:Analyzer | grep -E '"Filename": "Agents\.' | sort | uniq -c | awk '{ print $1, $3 }'
}

once=$(printf '%s\n' '1 "Agents.CodeFixes",' '1 "Agents.Generators",')

check "an application builds" builds App
check "and runs" prints App
check "with the generator and the fixes, once" diff <(echo "$once") <(analyzers App)
check "without them, if it wants none" test -z "$(analyzers App -p:AgentsAnalyzers=false)"
check "a mistake in it is an error" breaks Broken AGENT0201

check "an application that refers to a library builds" builds AppThroughLibrary
check "and runs" prints AppThroughLibrary
check "with the generator and the fixes, once" diff <(echo "$once") <(analyzers AppThroughLibrary)
check "without them, if it wants none" test -z "$(analyzers AppThroughLibrary -p:AgentsAnalyzers=false)"
check "also where NuGet holds them back" \
  diff <(echo "$once") <(analyzers AppThroughLibrary -p:CustomAfterMicrosoftCommonTargets="$work/HeldBack.targets")
for property in PublishAot JsonSerializerIsReflectionEnabledByDefault; do
  check "the analyzers see $property" grep -rF "build_property.$property" AppThroughLibrary/obj --include '*.editorconfig'
done
check "a mistake in it is an error" breaks BrokenThroughLibrary AGENT0201

rm -rf AppThroughLibrary/{bin,obj}
check "the library packs" dotnet pack Library -o "$feed"
check "an application that refers to its package builds" builds AppThroughLibrary -p:LibraryAs=package
check "and runs" prints AppThroughLibrary
check "with the generator and the fixes, once" diff <(echo "$once") <(analyzers AppThroughLibrary -p:LibraryAs=package)
