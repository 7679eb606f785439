# check WHAT COMMAND…: runs the command; says that it holds, or that it does not and what the command said, and ends.
check() {
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "  ok      $what"
  else
    printf '  FAILED  %s\n%s\n' "$what" "$output"
    exit 1
  fi
}

# prints FILE COMMAND…: the command succeeds, and what it says is what stands in the file.
prints() {
  local expected=$1 actual
  shift
  actual=$("$@") && diff "$expected" <(printf '%s\n' "$actual")
}

# lacks GREP-ARGUMENTS…: what is looked for is not there; a file that is missing does not count.
lacks() {
  local status=0
  grep "$@" || status=$?
  ((status == 1))
}
