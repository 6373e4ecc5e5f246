#!/bin/sh
# Runs all benchmarks and repeats their ratios at the end.
#   sh tests/bench/run.sh BIN_DIR [--short]
set -eu
bin=$1; shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for bench in "$bin"/*_bench; do
  echo "-- $(basename "$bench")"
  "$bench" "$@" >"$work/one" 2>&1 || { cat "$work/one"; echo "$bench failed"; exit 1; }
  grep -E '_median|^RATIO|^FIGURE|ERROR' "$work/one"
  cat "$work/one" >>"$work/all"
done
echo "-- ratios of this run"
grep -E '^(RATIO|FIGURE)' "$work/all"
if grep -q 'ERROR OCCURRED' "$work/all"; then echo "a benchmark failed"; exit 1; fi
