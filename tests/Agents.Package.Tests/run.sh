#!/usr/bin/env bash
# Packs the solution, and uses the packages as a stranger would: from a folder feed, with an empty cache, in projects that
# know nothing of this repository. Prints a line for each check, then OK; ends at the first that fails.
set -euo pipefail
cd "$(dirname "$0")/../.."

export root=$PWD work=$PWD/artifacts/package-tests
export feed=$work/feed unpacked=$work/unpacked
export version
version=0.1.0-test.$(date +%s)              # never seen before: no cache can serve an older one
export CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1

rm -rf "$work"
mkdir -p "$work"
cp -R tests/Agents.Package.Tests/. "$work"
cd "$work"
source ./check.sh

echo "Packages $version"
check "the solution packs" ./pack.sh "$root" "$feed" "$unpacked"
check "Agents, Agents.Sqlite, Agents.Templates and Agents.Testing, nothing else" \
  diff <(printf '%s\n' "Agents.$version".{nupkg,snupkg} "Agents.Sqlite.$version".{nupkg,snupkg} "Agents.Templates.$version.nupkg" "Agents.Testing.$version".{nupkg,snupkg}) <(ls "$feed")
./contents.sh
./reproducible.sh

./sources.sh >nuget.config
export NUGET_PACKAGES=$work/packages AgentsVersion=$version
./consumers.sh
./template.sh
echo OK
