#!/usr/bin/env bash
# What is in the packages: files, dependencies, and what a package page shows.
set -euo pipefail
source ./check.sh
echo Contents

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

# What a package says that it needs.
dependencies() {
  sed -n 's/.*<dependency id="\([^"]*\)".*/\1/p' "$unpacked/$1.$version.nupkg/$1.nuspec" | LC_ALL=C sort
}

is_portable() {
  [[ $(head -c 4 "$1") == BSJB ]]
}

check "files of Agents" diff Expected/Agents.nupkg.txt <(files "Agents.$version.nupkg")
check "files of its symbols" diff Expected/Agents.snupkg.txt <(files "Agents.$version.snupkg")
check "files of Agents.Testing" diff Expected/Agents.Testing.nupkg.txt <(files "Agents.Testing.$version.nupkg")
check "files of its symbols" diff Expected/Agents.Testing.snupkg.txt <(files "Agents.Testing.$version.snupkg")
check "files of Agents.Templates" diff Expected/Agents.Templates.nupkg.txt <(files "Agents.Templates.$version.nupkg")
check "dependencies of Agents are those of the libraries" \
  diff <((needs Agents.Abstractions; needs Agents.Runtime) | LC_ALL=C sort -u) <(dependencies Agents)
check "dependencies of Agents.Testing are Agents and its own" \
  diff <((echo Agents; needs Agents.Testing) | LC_ALL=C sort -u) <(dependencies Agents.Testing)
check "Agents.Testing needs this version of Agents" \
  grep -F "id=\"Agents\" version=\"$version\"" "$unpacked/Agents.Testing.$version.nupkg/Agents.Testing.nuspec"
for id in Agents Agents.Testing; do
  package=$unpacked/$id.$version.nupkg
  check "the commit is named in $id" grep -F "commit=\"$(git -C "$root" rev-parse HEAD)\"" "$package/$id.nuspec"
  check "no relative link in its readme" lacks -nP '\]\((?!https://)' "$package/README.md"
  check "no comment in it that a package page would show" lacks -nF '<!--' "$package/README.md"
done
for symbols in Agents/Agents.Abstractions Agents/Agents.Runtime Agents.Testing/Agents.Testing; do
  check "symbols of ${symbols#*/} are portable" \
    is_portable "$unpacked/${symbols%/*}.$version.snupkg/lib/net10.0/${symbols#*/}.pdb"
done
