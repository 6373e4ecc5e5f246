// What npm's zxing-wasm read in a folder of frames.
#pragma once

#include <map>
#include <string>

#include "tests/bench/reader/subjects.h"

namespace evisa::bench {

/// What wasm.mjs wrote to `file`, by the frame's file name; nothing without a file.
[[nodiscard]] std::map<std::string, Attempt> wasm_attempts(const std::string& file);

}  // namespace evisa::bench
