#!/usr/bin/env bash
# A clone of the commit packs the same assemblies somewhere else, byte for byte. This also proves that a clone builds.
set -euo pipefail
source ./check.sh

if [[ -n $(git -C "$root" status --porcelain) ]]; then
  echo "skipped a clone packs the same assemblies (there are uncommitted changes)"
  exit
fi

clone=$work/clone
same_remote() {
  local url
  git clone --quiet "$root" "$clone"
  if url=$(git -C "$root" remote get-url origin); then
    git -C "$clone" remote set-url origin "$url"
  else
    git -C "$clone" remote remove origin
  fi
}

check "the commit clones" same_remote
check "the clone packs" ./pack.sh "$clone" "$clone/feed" "$clone/unpacked"
(cd "$packages" && find . -name '*.dll' -o -name '*.pdb') | while read -r file; do
  check "the same ${file##*/}" cmp "$packages/$file" "$clone/unpacked/$file"
done
