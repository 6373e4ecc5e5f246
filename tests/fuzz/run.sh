#!/bin/sh
# Runs every fuzz target for some seconds over a copy of its corpus, as many at once as there are cores.
#   sh tests/fuzz/run.sh BIN_DIR SECONDS
set -eu
bin=$1 seconds=$2
corpus=$(dirname "$0")/corpus
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
one() {
  name=$(basename "$1" | sed 's/^fuzz_//')
  mkdir -p "$work/$name"
  if ! "$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -max_len=65536 -print_final_stats=1 \
      -artifact_prefix="$work/$name-" "$work/$name" "$corpus/$name" >"$work/$name.log" 2>&1; then
    echo "FAILED $name"; tail -n 40 "$work/$name.log"; : >"$work/failed"
    for f in "$work/$name"-*; do [ -f "$f" ] && { echo "input of $name:"; od -An -tx1 "$f" | head -n 40; }; done
  else
    printf '%-16s %s runs\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$name.log")"
  fi
}
running=0
for target in "$bin"/fuzz_*; do
  one "$target" &
  running=$((running + 1))
  if [ "$running" -ge "$(nproc)" ]; then wait; running=0; fi
done
wait
[ ! -e "$work/failed" ]
