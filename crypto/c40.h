// C40 as seals use it: A-Z, 0-9 and the filler `<`, three characters in two bytes. Doc 9303-13 2.6.
//
//   text = { pair } [ last ]
//   pair = U1 * 1600 + U2 * 40 + U3 + 1, big endian; U: 3 = `<` (a blank), 4-13 = 0-9, 14-39 = A-Z
//   last = a pair with U3 = 0 (two characters left), or FE and ASCII + 1 (one left; `<` is FE 21)
//
// Each text has exactly one coding: what decodes encodes back to the same bytes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "crypto/bytes.h"

namespace evisa::crypto {

/// Bytes that `characters` characters take.
[[nodiscard]] constexpr std::size_t c40_size(std::size_t characters) {
  return (characters + 2) / 3 * 2;
}

/// A blank is taken as `<`. Errors: malformed (a character outside A-Z 0-9 `<`, and where).
[[nodiscard]] Result<Bytes> c40_encode(std::string_view text);

/// Decodes into `out` and returns the number of characters. No heap unless it fails.
/// Errors: malformed (odd length, a shift, FE before the last pair, another character),
/// out_of_range (`out` is too small).
[[nodiscard]] Result<std::size_t> c40_decode(ByteView bytes, std::span<char> out);
[[nodiscard]] Result<std::string> c40_decode(ByteView bytes);

}  // namespace evisa::crypto
