#!/usr/bin/env bash
# scenarios.sh PROGRAM: walks through every end-to-end scenario with the built
# program, as many at a time as there are processors (SCENARIOS=1 for one after
# the other): each has a screen and a sound server of its own, and mostly waits.
# Prints a line for each, and all that one said that failed.
set -u
program=$1
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
export BARNROST_BIN=$program logs

go test -c -o "$logs/e2e.test" ./e2e || exit 1
names=$(cd e2e && "$logs/e2e.test" -test.list . | grep '^Test')
[ -n "$names" ] || { echo "no scenario was found"; exit 1; }

walk() {
  local began=$SECONDS
  if (cd e2e && "$logs/e2e.test" -test.run "^$1\$" -test.timeout 20m) >"$logs/$1" 2>&1; then
    printf 'ok    %4d s  %s\n' $((SECONDS - began)) "$1"
  else
    { printf 'FAIL  %4d s  %s\n' $((SECONDS - began)) "$1"; cat "$logs/$1"; } >&2
    return 1
  fi
}
export -f walk

workers=${SCENARIOS:-$(nproc 2>/dev/null || echo 1)}
echo "$names" | xargs -P $((workers > 4 ? 4 : workers)) -I{} bash -c 'walk {}'
failed=$?
echo "$(echo "$names" | wc -l) scenarios"
exit $failed
