#!/bin/sh
# Runs all benchmarks and repeats their ratios at the end.
#   sh tests/bench/run.sh BIN_DIR [--short]
set -eu
bin=$1; shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for bench in "$bin"/*_bench; do
  echo "-- $(basename "$bench")"
  "$bench" "$@" | tee -a "$work/all" | grep -E '_median|^RATIO|^FIGURE|ERROR' || true
done
echo "-- ratios of this run"
grep -E '^(RATIO|FIGURE)' "$work/all"
if grep -q 'ERROR OCCURRED' "$work/all"; then echo "a benchmark failed"; exit 1; fi
