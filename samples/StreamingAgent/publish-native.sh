#!/usr/bin/env bash
# Publishes the sample as native code, without a warning, and runs it: it must print what it prints elsewhere.
set -euo pipefail
cd "$(dirname "$0")/../.."

expected() {
  printf 'Starting streaming agent with items: task-1, task-2, task-3, task-4, task-5\n\n--- Streaming Updates ---\n'
  for i in 1 2 3 4 5; do
    echo "Progress: $i/5 ($((20 * i))%) - Processing: task-$i"
    echo "Completed: task-$i -> Processed: task-$i"
  done
  printf '\n--- Final Result ---\nStatus: completed\nTotal processed: 5\n'
}

native=artifacts/StreamingAgent
dotnet publish samples/StreamingAgent -c Release -p:PublishAot=true -p:TrimmerSingleWarn=false -o "$native" --nologo -v quiet
actual=$(cd "$native" && ./StreamingAgent)
diff <(expected) <(echo "$actual")
echo "OK: $native/StreamingAgent, $(($(stat -c %s "$native/StreamingAgent") / 1024)) KiB"
