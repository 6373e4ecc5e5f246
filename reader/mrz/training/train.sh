#!/bin/sh
# Trains the model anew, about ten minutes on one core. Equal bytes from equal sources on one kind of
# machine; the shipped one learnt its first course before crossing waves were drawn darker.
#   sh reader/mrz/training/train.sh BUILD_FOLDER
set -eu
build=${1:?usage: train.sh BUILD_FOLDER}
model=$(dirname "$0")/../data/ocr_b.model
cmake --build "$build" --target evisa-train-mrz
"$build/bin/evisa-train-mrz" "$model.first" 9303 40000
"$build/bin/evisa-train-mrz" "$model" 9304 12000 "$model.first"
rm "$model.first"
