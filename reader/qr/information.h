// Format and version information: short BCH codes beside the finder patterns (ISO/IEC 18004 7.9
// and 7.10).
#pragma once

#include <optional>
#include <vector>

#include "reader/qr/modules.h"
#include "reader/qr/version.h"

namespace evisa::reader::qr {

struct Format {
  Level level = Level::m;
  int mask = 0;      ///< 0 to 7
  int distance = 0;  ///< bits in which the better of the two copies differs; at most 3
};

/// The 15 bits of a level and mask, as they stand in the symbol (bit 14 first drawn).
[[nodiscard]] int format_bits(Level level, int mask);
/// The 18 bits of a version from 7 on.
[[nodiscard]] int version_bits(int version);

/// Formats that one of the two copies gives with at most 3 bits wrong, likeliest first by all the
/// evidence of both; at most `most`.
[[nodiscard]] std::vector<Format> read_formats(const Modules& modules, std::size_t most = 2);
/// The version that one of the two copies gives with at most 3 bits wrong.
[[nodiscard]] std::optional<int> read_version(const Modules& modules);

}  // namespace evisa::reader::qr
