#!/bin/sh
# Runs the concurrent suites under ThreadSanitizer. OpenCV and FFmpeg are not instrumented: only our
# own frames of a report count.
#   sh tests/tsan.sh BIN_DIR
set -eu
bin=$1
export TSAN_OPTIONS="halt_on_error=1 suppressions=$(dirname "$0")/tsan.supp"
status=0
for run in "evisa_db_tests" "evisa_http_tests" "evisa_reader_tests --gtest_filter=FrameSource*" "evisa_kiosk_tests --gtest_filter=-KioskCameraReader*:*Hostile*:*TestPage*" "evisa_verifier_tests --gtest_filter=Service*:Cluster*"; do
  # shellcheck disable=SC2086
  "$bin"/$run --gtest_brief=1 || { echo "FAILED under TSan: $run"; status=1; }
done
exit $status
