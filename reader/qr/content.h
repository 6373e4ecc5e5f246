// The bit stream of a symbol: segments, each with a mode, to bytes (ISO/IEC 18004 7.4).
//
//   stream      = *segment terminator padding
//   segment     = ECI | FNC1 | structured-append | mode count data
//   terminator  = 0000, cut short at the symbol's end; zero bits to the next codeword
//   padding     = codewords EC 11 EC 11 ... to the end
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace evisa::reader::qr {

struct Content {
  /// What the segments hold, one after the other: digits and alphanumeric characters as ASCII,
  /// bytes as they are, kanji as Shift JIS. ECI designators leave no trace.
  std::vector<std::uint8_t> bytes;
  bool padded_by_the_rule = false;  ///< terminator and padding are as 7.4.9 and 7.4.10 say
};

/// `data`: the data codewords of the symbol, in order. Nothing for a stream that breaks off inside
/// a segment, names a mode that does not exist, or holds a value out of its mode's range.
[[nodiscard]] std::optional<Content> read_content(std::span<const std::uint8_t> data, int version);

}  // namespace evisa::reader::qr
