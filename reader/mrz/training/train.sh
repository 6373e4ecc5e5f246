#!/bin/sh
# Trains the model anew, about twenty minutes on one core. Equal bytes from equal sources on one kind
# of machine; the shipped one came of this course.
#   sh reader/mrz/training/train.sh BUILD_FOLDER
set -eu
build=${1:?usage: train.sh BUILD_FOLDER}
cmake --build "$build" --target evisa-train-mrz
"$build/bin/evisa-train-mrz" "$(dirname "$0")/../data/ocr_b.model" 9303 180000
