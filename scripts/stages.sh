#!/usr/bin/env bash
# stages.sh STAGE…: runs each stage as a make target of the same name, prints
# the time of each, and stops at the first that fails.
set -u

clock() { printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); }

began=$SECONDS
done=0
times=""
for stage in "$@"; do
  echo "── $stage"
  from=$SECONDS
  if ! "${MAKE:-make}" --no-print-directory "$stage"; then
    echo
    echo "STOPPED: the stage \"$stage\" failed after $(clock $((SECONDS - from))). The reason stands above."
    echo "$done passed, 1 failed"
    exit 1
  fi
  took=$(clock $((SECONDS - from)))
  echo "── $stage: $took"
  times+=$(printf '\n  %-14s %s' "$stage" "$took")
  done=$((done + 1))
done

echo
echo "All stages passed:$times"
printf '  %-14s %s\n' total "$(clock $((SECONDS - began)))"
echo "$done passed, 0 failed"
