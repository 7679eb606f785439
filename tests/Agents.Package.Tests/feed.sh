# Restores from the folder feed as well as from the sources of this machine, into a cache that was empty before. What this
# repository makes comes from the folder alone, the rest never.
export NUGET_PACKAGES=$work/packages AgentsVersion=$version

{
  echo '<configuration>'
  echo "  <packageSources><add key=\"folder\" value=\"$feed\" /></packageSources>"
  echo '  <packageSourceMapping>'
  echo '    <packageSource key="folder"><package pattern="Agents*" /></packageSource>'
  dotnet nuget list source | sed -n 's|^ *[0-9]*\. *\(.*\) \[Enabled\]$|    <packageSource key="\1"><package pattern="*" /></packageSource>|p'
  echo '  </packageSourceMapping>'
  echo '</configuration>'
} >"$work/sources.config"
mv "$work/sources.config" "$work/nuget.config"
