#!/usr/bin/env bash
# Starts the sample, kills it in the middle, starts it again, and checks that the report is whole: every line was printed, none twice
# at one position, and what was written before the kill was not written anew.
set -euo pipefail
cd "$(dirname "$0")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -v q -nologo >/dev/null
program=(dotnet bin/Debug/net10.0/DurableAgent.dll "$work")

for after in 3 7 12; do
  "${program[@]}" >>"$work/lines" 2>&1 &
  pid=$!
  until (($(wc -l <"$work/lines") >= after)); do
    kill -0 "$pid" 2>/dev/null || { cat "$work/lines"; echo "It ended before it could be killed."; exit 1; }
    sleep 0.05
  done
  kill -KILL "$pid"
  wait "$pid" 2>/dev/null || true
  echo "--- killed after $(wc -l <"$work/lines") lines"
done
"${program[@]}" | tee -a "$work/lines"

tail -1 "$work/lines" | grep -qx "Done: 5 sections and 140 words about the tides."
positions=$(grep -o '^ *[0-9]*' "$work/lines")
[[ "$positions" == "$(sort -nu <<<"$positions")" ]] || { echo "A position came twice, or out of order:"; cat "$work/lines"; exit 1; }
for title in Origins Causes Course Effects Outlook; do
  # Of the attempt that counts, the last, all four lines.
  newest=$(grep "$title" "$work/lines" | grep -o 'attempt [0-9]*' | sort -u | tail -1)
  (($(grep -c "$newest  $title" "$work/lines") == 4)) || { echo "Section $title is not whole:"; cat "$work/lines"; exit 1; }
done
echo "The report is whole."
