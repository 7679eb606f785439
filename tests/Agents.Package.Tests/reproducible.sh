#!/usr/bin/env bash
# A clone of the commit packs the same assemblies somewhere else, byte for byte; so a clone builds, as well.
set -euo pipefail
source ./check.sh
echo Reproducible

if [[ -n $(git -C "$root" status --porcelain) ]]; then
  echo "  skipped: there are uncommitted changes"
  exit
fi

# Source links name the remote, so the clone must have the same.
clone_commit() {
  git clone --quiet "$root" clone &&
    if url=$(git -C "$root" remote get-url origin); then
      git -C clone remote set-url origin "$url"
    else
      git -C clone remote remove origin
    fi
}

check "the commit clones" clone_commit
check "the clone packs" ./pack.sh "$work/clone" "$work/clone/feed" "$work/clone/unpacked"
(cd "$unpacked" && find . -name '*.dll' -o -name '*.pdb') | LC_ALL=C sort | while read -r file; do
  check "the same ${file##*/}" cmp "$unpacked/$file" "clone/unpacked/$file"
done
