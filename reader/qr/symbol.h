// Modules to content: the last stage, and the gate that nothing wrong passes.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "reader/qr/modules.h"
#include "reader/qr/version.h"

namespace evisa::reader::qr {

struct Symbol {
  std::vector<std::uint8_t> bytes;  ///< as `Content::bytes`
  int version = 0;
  Level level = Level::m;
  int mask = 0;
  int corrected = 0;       ///< codewords that were wrong, erasures not counted
  double chance_log2 = 0;  ///< how likely rubbish would have passed, as a power of two
};

/// Decodes a symbol: format information, codewords, Reed-Solomon with the least sure codewords as
/// erasures, bit stream. Tries the few likeliest formats and growing sets of erasures, and gives
/// only what rubbish would pass for with a chance below 2^-30.
/// A size that is no version's, or modules of which too many are wrong: nothing.
[[nodiscard]] std::optional<Symbol> decode_symbol(const Modules& modules);

/// The module's inversion by one of the eight masks (table 10).
[[nodiscard]] bool masked(int mask, int x, int y);

}  // namespace evisa::reader::qr
