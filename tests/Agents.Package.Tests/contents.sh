#!/usr/bin/env bash
# What is in the packages: files, dependencies, and what a package page shows.
set -euo pipefail
source ./check.sh

package=$packages/Agents.$version.nupkg

# The files of a package, less those of its container.
files() {
  (cd "$packages/$1" && find . -type f -printf '%P\n') | grep -vE '^(_rels/|package/|\[Content_Types\])' | LC_ALL=C sort
}

# The packages that the users of a library need: what it refers to, less what is for itself.
needs() {
  dotnet msbuild "$root/src/$1/$1.csproj" -getItem:PackageReference | awk -F'"' '
    $2 == "Identity"                        { id = $4; needed[id] }
    $2 == "PrivateAssets" && $4 == "all"    { delete needed[id] }
    END                                     { for (id in needed) print id }'
}

dependencies() {
  sed -n 's/.*<dependency id="\([^"]*\)".*/\1/p' "$package/Agents.nuspec" | LC_ALL=C sort
}

relative_links() {
  grep -oE '\]\([^)]*\)' "$1" | grep -vF '](https://'
}

is_portable() {
  [[ $(head -c 4 "$1") == BSJB ]]
}

for file in Agents:nupkg Agents:snupkg Agents.Templates:nupkg; do
  check "files of ${file/:/.}" diff "Expected/${file/:/.}.txt" <(files "${file/:/.$version.}")
done
check "dependencies of Agents are those of its libraries" \
  diff <((needs Agents.Abstractions; needs Agents.Runtime) | LC_ALL=C sort -u) <(dependencies)
check "the package names its commit" grep -F "commit=\"$(git -C "$root" rev-parse HEAD)\"" "$package/Agents.nuspec"
check "its readme has no relative links" test -z "$(relative_links "$package/README.md")"
check "nor comments that a page would show" test -z "$(grep -F '<!--' "$package/README.md")"
for library in Abstractions Runtime; do
  check "symbols of Agents.$library are portable" is_portable "$packages/Agents.$version.snupkg/lib/net10.0/Agents.$library.pdb"
done
