#!/usr/bin/env bash
# watch.sh LABEL LOG COMMAND...: runs a command whose output goes to a log, and
# shows that it is alive: one moving line on a terminal, a line now and then
# elsewhere. On failure the end of the log is shown.
set -u
label=$1 log=$2
shift 2
mkdir -p "$(dirname "$log")"
begun=$SECONDS
printf '== %s\n' "$label"

"$@" >"$log" 2>&1 &
job=$!
trap 'kill "$job" 2>/dev/null; exit 130' INT TERM
said=$SECONDS
while kill -0 "$job" 2>/dev/null; do
  sleep 0.5
  passed=$((SECONDS - begun))
  [ "$passed" -ge 2 ] || continue
  at=$(tail -n 1 "$log" 2>/dev/null | tr -d '\r' | cut -c1-60)
  if [ -t 1 ]; then
    printf '\r\033[K   %ds  %s' "$passed" "$at"
  elif [ $((SECONDS - said)) -ge 15 ]; then
    said=$SECONDS
    printf '   %ds  %s\n' "$passed" "$at"
  fi
done
[ -t 1 ] && printf '\r\033[K'
wait "$job"
status=$?
if [ "$status" != 0 ]; then
  tail -n 20 "$log"
  printf 'That failed; the whole log is %s\n' "$log"
fi
exit "$status"
