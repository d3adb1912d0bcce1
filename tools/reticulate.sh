#!/usr/bin/env bash
# Prints the library that has the newest reticulate, for the smoke tests, or nothing where
# none is at hand. ESCNN_RETICULATE_LIBRARY names one in which it is installed.
# ESCNN_RETICULATE_SOURCE names its source, a folder, an archive or a bare clone, from
# which it is built into .make/reticulate, anew when the source has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${ESCNN_RETICULATE_LIBRARY:-}" ]; then
  echo "$ESCNN_RETICULATE_LIBRARY"
  exit
fi
source=${ESCNN_RETICULATE_SOURCE:-}
[ -n "$source" ] || exit 0
home=$PWD/.make/reticulate
stamp=$home/built-from
if [ "$(cat "$stamp" 2>/dev/null)" != "$source" ] ||
  [ -n "$(find "$source" -newer "$stamp" -print -quit)" ]; then
  rm -rf "$home"
  mkdir -p "$home/library" "$home/source"
  # a copy, since compiling leaves files in the source
  if [ -f "$source/DESCRIPTION" ]; then
    cp -r "$source/." "$home/source"
  elif [ -d "$source" ]; then
    git --git-dir="$source" archive HEAD | tar -x -C "$home/source"
  else
    tar -x -f "$source" -C "$home/source" --strip-components=1
  fi
  bash tools/watch.sh "Building reticulate from $source" "$home/install.log" \
    R CMD INSTALL --no-docs --no-test-load --library="$home/library" "$home/source" >&2
  rm -rf "$home/source"
  echo "$source" > "$stamp"
fi
echo "$home/library"
