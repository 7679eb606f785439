#!/usr/bin/env bash
# Begins with the template: installs it where nothing else is, makes a solution, builds, runs and tests that.
set -euo pipefail
source ./check.sh
source ./feed.sh

name=Contoso.First-Agent        # what is a name of files, but none of namespaces
mkdir "$work/template"
cd "$work/template"
new() {
  dotnet new "$@" --debug:custom-hive "$work/hive"
}

leftovers() {
  grep -rnE 'My[-_]Agent|_VERSION|[{}]Agents[}]' "$name" || find "$name" -name '*My*'
}

builds() {
  (cd "$name" && dotnet build -warnaserror)
}

runs() {
  (cd "$name" && dotnet run --no-build --project "src/$name") | grep -xF '14 words read, 2 written twice'
}

tests() {
  (cd "$name" && dotnet test --no-build) | grep -xF '  succeeded: 4'
}

check "the template installs" new install "$feed/Agents.Templates.$version.nupkg"
check "dotnet new agents" new agents -n "$name"
check "everything has the name given" test -z "$(leftovers)"
check "what it makes refers to this version" grep -F "Include=\"Agents\" Version=\"$version\"" "$name/src/$name/$name.csproj"
check "builds without a warning" builds
check "runs" runs
check "passes its tests" tests
