#!/usr/bin/env bash
# Writes a nuget.config: what this repository makes comes from the folder feed alone, the rest from the sources that it has.
set -euo pipefail
cd "$root"
others=$(dotnet nuget list source | sed -n 's|^ *[0-9]*\. *\(.*\) \[Enabled\]$|    <packageSource key="\1"><package pattern="*" /></packageSource>|p')
cat <<CONFIG
<configuration>
  <packageSources>
    <add key="folder" value="$feed" />
  </packageSources>
  <packageSourceMapping>
    <packageSource key="folder"><package pattern="Agents*" /></packageSource>
$others
  </packageSourceMapping>
</configuration>
CONFIG
