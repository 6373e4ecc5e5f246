#!/bin/sh
# Trains the shipped model anew: about five minutes on one core; equal bytes on one kind of machine.
#   sh reader/mrz/training/train.sh BUILD_FOLDER
set -eu
build=${1:?usage: train.sh BUILD_FOLDER}
cmake --build "$build" --target evisa-train-mrz
"$build/bin/evisa-train-mrz" "$(dirname "$0")/../data/ocr_b.model" 9303 24000
