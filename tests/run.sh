#!/bin/sh
# Installs what is missing, builds, and runs the tests.
#   sh tests/run.sh         build with ASan + UBSan: all tests, the demo, the API and the pages, the Debian packages
#   sh tests/run.sh --all   also a release build: its demo, the long simulation and kill test, benchmarks; ThreadSanitizer;
#                           fuzzing
# FUZZ_SECONDS (30) is the time each fuzz target gets. MINUTES (no limit): a long stage that would begin after so many
# minutes is left out, and said to be.
set -eu
cd "$(dirname "$0")/.."
all=no
case "${1:-}" in
  "") ;;
  --all) all=yes ;;
  *) echo "usage: sh tests/run.sh [--all]" >&2; exit 2 ;;
esac
start=$(date +%s)
seconds() { echo $(($(date +%s) - start)); }
say() { printf '\n== %s (%ss)\n' "$*" "$(seconds)"; }
jobs=$(nproc)
left_out=
# long STAGE: whether there is time for it.
long() {
  [ "$all" = yes ] || return 1
  say "$1"
  [ $(($(seconds) / 60)) -lt "${MINUTES:-100000}" ] && return 0
  left_out="$left_out; $1"
  return 1
}
# One compiler cache for every checkout: paths below the checkout count as relative.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1

say "packages"
sh tests/install.sh

say "build with ASan + UBSan, warnings are errors"
cmake --preset dev >/dev/null
cmake --build --preset dev -- -k 0

say "API and pages"
sh tests/web/run.sh build/dev/bin

say "tests"
# 200 rounds of kill -9; by hand ten.
KILL_ROUNDS=200 ctest --preset dev --parallel "$jobs" --output-log build/dev/ctest.log

say "Debian packages"
sh tests/e2e/packages.sh build/dev

if long "release build: demo, long simulation and kill test, benchmarks"; then
  cmake --preset release -DEVISA_TESTS=ON -DEVISA_FAULT_TESTS=ON >/dev/null
  cmake --build --preset release --target programs benches evisa_reader_tests evisa-airport-simulator evisa_kill_tests evisa_secrets_tests
  # What a sanitizer rules out: limits of address space, and memory in which nothing stays.
  build/release/bin/evisa_reader_tests --gtest_filter='LimitedChild*:PictureApart*' --gtest_brief=1
  build/release/bin/evisa_secrets_tests --gtest_brief=1
  BUILD=build/release OUT=build/release/demo NO_COLOR=1 sh samples/demo.sh --no-install >build/release/demo.log 2>&1 ||
    { tail -n 40 build/release/demo.log; exit 1; }
  build/release/bin/evisa-airport-simulator --events 1000000 --jobs "$jobs"
  KILL_ROUNDS=200 build/release/bin/evisa_kill_tests --gtest_brief=1
  sh tests/bench/run.sh build/release/bin --short
fi

if long "concurrent parts under ThreadSanitizer"; then
  cmake --preset tsan >/dev/null
  cmake --build --preset tsan --target evisa_db_tests evisa_reader_tests evisa_kiosk_tests evisa_http_tests evisa_verifier_tests
  sh tests/tsan.sh build/tsan/bin
fi

if long "fuzzing, ${FUZZ_SECONDS:=30} s a target"; then
  cmake --preset fuzz >/dev/null
  cmake --build --preset fuzz --target fuzz_targets
  sh tests/fuzz/run.sh build/fuzz/bin "$FUZZ_SECONDS"
fi

say "done"
[ -z "$left_out" ] || echo "left out for want of time (MINUTES=$MINUTES):${left_out#;}"
# The summary of ctest once more: it is what somebody looks for at the end.
grep -E '^[0-9]+% tests passed|^Total Test time' build/dev/ctest.log
