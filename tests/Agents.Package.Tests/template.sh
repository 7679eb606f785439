#!/usr/bin/env bash
# Begins with the template: installs it where nothing else is, makes a solution, builds, runs and tests that.
set -euo pipefail
source ./check.sh
echo "A solution made by dotnet new"

name=Contoso.First-Agent        # fit for files, but not for a namespace
expected=$work/Expected/template.txt
mkdir template
cd template

new() {
  dotnet new "$@" --debug:custom-hive "$work/hive"
}

passes() {
  dotnet test --no-build | grep -xF "  succeeded: $1"
}

check "the template installs" new install "$feed/Agents.Templates.$version.nupkg"
check "makes a solution" new agents -n "$name"
cd "$name"
check "has the name in its files" lacks -rnE 'My[-_]Agent|_VERSION' .
check "has the name in their names" lacks 'My[-_]Agent' <(find .)
check "refers to this version of Agents" grep -F "Include=\"Agents\" Version=\"$version\"" "src/$name/$name.csproj"
check "builds without a warning" dotnet build -warnaserror
check "runs" prints "$expected" dotnet run --no-build --project "src/$name"
check "passes its tests" passes 4
