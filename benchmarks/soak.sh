#!/usr/bin/env bash
# Mixed load for an hour, unless told otherwise, over a host in memory and a durable one, and then a look at what is left:
#   benchmarks/soak.sh [--minutes 60] [--docs docs]
# With --docs it is also written to soak.md and plots in that folder. Exit code 0 if all verdicts hold.
set -euo pipefail
dotnet build -c Release -v q -nologo "$(dirname "$0")/Agents.Soak" >/dev/null
exec dotnet "$(dirname "$0")/Agents.Soak/bin/Release/net10.0/Agents.Soak.dll" "$@"
