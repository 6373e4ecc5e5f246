#!/bin/sh
# Installs what is missing, builds, and runs the tests.
#   sh tests/run.sh         build with ASan + UBSan, all tests, the demo among them
#   sh tests/run.sh --all   also ThreadSanitizer, fuzzing, and the benchmarks of a release build
# FUZZ_SECONDS (60) is the time each fuzz target gets.
set -eu
cd "$(dirname "$0")/.."
all=no
case "${1:-}" in
  "") ;;
  --all) all=yes ;;
  *) echo "usage: sh tests/run.sh [--all]" >&2; exit 2 ;;
esac
say() { printf '\n== %s (%ss)\n' "$*" "$(($(date +%s) - start))"; }
start=$(date +%s)
jobs=$(nproc)
# One compiler cache for every checkout: paths below the checkout count as relative.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros

say "packages"
sh tests/install.sh

if [ "$all" = yes ]; then
  say "release build, demo and benchmarks"
  cmake --preset release -DEVISA_TESTS=ON >/dev/null
  cmake --build --preset release --target programs benches evisa_reader_tests
  # What a sanitizer rules out: limits of address space.
  build/release/bin/evisa_reader_tests --gtest_filter='LimitedChild*' --gtest_brief=1
  BUILD=build/release OUT=build/release/demo NO_COLOR=1 sh samples/demo.sh --no-install >build/release/demo.log 2>&1 ||
    { tail -n 40 build/release/demo.log; exit 1; }
  sh tests/bench/run.sh build/release/bin --short

  say "concurrent parts under ThreadSanitizer"
  cmake --preset tsan >/dev/null
  cmake --build --preset tsan --target evisa_db_tests evisa_reader_tests evisa_kiosk_tests evisa_http_tests evisa_verifier_tests
  sh tests/tsan.sh build/tsan/bin

  say "fuzzing, ${FUZZ_SECONDS:=60} s a target"
  cmake --preset fuzz >/dev/null
  cmake --build --preset fuzz --target fuzz_targets
  sh tests/fuzz/run.sh build/fuzz/bin "$FUZZ_SECONDS"
fi

say "build with ASan + UBSan, warnings are errors"
cmake --preset dev >/dev/null
cmake --build --preset dev -- -k 0

say "API and pages"
pages=
[ "$all" = no ] || pages=pages
sh tests/web/run.sh build/dev/bin $pages

say "tests"
ctest --preset dev --parallel "$jobs"
