#!/usr/bin/env bash
# Publishes the smoke test as native code and runs it: prints OK and exits with 0.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet publish tests/Agents.Aot.Smoke -c Release -o artifacts/Agents.Aot.Smoke --nologo -v quiet
artifacts/Agents.Aot.Smoke/Agents.Aot.Smoke
