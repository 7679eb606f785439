#!/usr/bin/env bash
# What is in the packages: files, dependencies, and what a package page shows.
set -euo pipefail
source ./check.sh
echo Contents

package=$unpacked/Agents.$version.nupkg
symbols=$unpacked/Agents.$version.snupkg

# The files of a package, less those of its container.
files() {
  (cd "$unpacked/$1" && find . -type f -printf '%P\n') | grep -vE '^(_rels/|package/|\[Content_Types\])' | LC_ALL=C sort
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

is_portable() {
  [[ $(head -c 4 "$1") == BSJB ]]
}

check "files of Agents" diff Expected/Agents.nupkg.txt <(files "Agents.$version.nupkg")
check "files of its symbols" diff Expected/Agents.snupkg.txt <(files "Agents.$version.snupkg")
check "files of Agents.Templates" diff Expected/Agents.Templates.nupkg.txt <(files "Agents.Templates.$version.nupkg")
check "dependencies are those of the libraries" \
  diff <((needs Agents.Abstractions; needs Agents.Runtime) | LC_ALL=C sort -u) <(dependencies)
check "the commit is named" grep -F "commit=\"$(git -C "$root" rev-parse HEAD)\"" "$package/Agents.nuspec"
check "no relative link in the readme" lacks -nP '\]\((?!https://)' "$package/README.md"
check "no comment in it that a package page would show" lacks -nF '<!--' "$package/README.md"
for library in Abstractions Runtime; do
  check "symbols of Agents.$library are portable" is_portable "$symbols/lib/net10.0/Agents.$library.pdb"
done
