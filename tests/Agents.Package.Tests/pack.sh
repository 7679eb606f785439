#!/usr/bin/env bash
# pack.sh REPOSITORY FEED FOLDER: packs a solution into a feed, and unpacks what came out, a folder for each package.
set -euo pipefail
cd "$1"
for project in src/Agents src/Agents.Sqlite src/Agents.Testing templates; do
  dotnet build "$project" -c Release -p:Version="$version" -v quiet
done
dotnet pack Agents.sln -c Release --no-build -p:Version="$version" -o "$2"
dotnet msbuild "$work/unpack.proj" -p:Feed="$2" -p:Folder="$3"
