#!/usr/bin/env bash
# fuzz.sh [PATTERN]: fuzzes every target whose "package.FuzzName" matches the
# extended regular expression PATTERN (all without one), one after the other,
# for FUZZTIME each: 30s, 1h, or 1000000x for a number of executions. Prints a
# line for each, and ends badly if there was none or one found something. What
# is found lies in the package's testdata/fuzz, and `go test` runs it from then
# on.
set -u
pattern=${1:-.}
time=${FUZZTIME:-30s}
workers=${FUZZWORKERS:-$(nproc 2>/dev/null || echo 1)}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

ran=0 failed=0
while IFS=: read -r file target; do
  package=./$(dirname "$file")
  name=${package#./}.$target
  [[ $name =~ $pattern ]] || continue
  ran=$((ran + 1))
  if go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime "${FUZZMINIMIZE:-1s}" -parallel "$workers" "$package" >"$log" 2>&1; then
    end=sound
  else
    end=FAILED
    failed=$((failed + 1))
  fi
  execs=$(grep -oE 'execs: [0-9]+' "$log" | tail -1 | cut -d' ' -f2)
  took=$(grep -oE 'elapsed: [0-9hms]+' "$log" | tail -1 | cut -d' ' -f2)
  printf '%-52s %12s executions  %8s  %s\n' "$name" "${execs:-0}" "${took:--}" "$end"
  [ $end = sound ] || sed 's/^/    /' "$log"
done < <(grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | sed -E 's/^\.\///; s/func //' | sort)

echo "$ran targets, $failed failed"
[ $ran -gt 0 ] && [ $failed -eq 0 ]
