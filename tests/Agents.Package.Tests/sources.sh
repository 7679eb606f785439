#!/usr/bin/env bash
# Writes a nuget.config: what this repository makes comes from the folder feed alone, the rest from the machine's own sources.
set -euo pipefail
cat <<CONFIG
<configuration>
  <packageSources>
    <add key="folder" value="$feed" />
  </packageSources>
  <packageSourceMapping>
    <packageSource key="folder"><package pattern="Agents*" /></packageSource>
$(dotnet nuget list source | sed -n 's|^ *[0-9]*\. *\(.*\) \[Enabled\]$|    <packageSource key="\1"><package pattern="*" /></packageSource>|p')
  </packageSourceMapping>
</configuration>
CONFIG
