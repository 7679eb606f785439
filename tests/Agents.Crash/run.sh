#!/usr/bin/env bash
# Kills processes that run agents, 500 times unless told otherwise, and checks what they said and what they left:
#   tests/Agents.Crash/run.sh [--kills 500] [--seed 1] [--parallel 2]
set -euo pipefail
cd "$(dirname "$0")"
dotnet build -c Release -v q -nologo >/dev/null
exec dotnet bin/Release/net10.0/Agents.Crash.dll "$@"
