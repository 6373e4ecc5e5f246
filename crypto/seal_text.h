// The seal as text in the QR code: `KZV1` + base32 (RFC 4648, upper case, no padding).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "crypto/bytes.h"
#include "crypto/seal.h"

namespace evisa::crypto {

inline constexpr std::string_view kSealTextPrefix = "KZV1";

[[nodiscard]] std::string seal_to_text(ByteView seal);

/// A seal's bytes without heap.
struct SealBytes {
  std::array<std::uint8_t, kMaxSealBytes> data{};
  std::size_t size = 0;
  [[nodiscard]] ByteView view() const { return ByteView(data).first(size); }
};

/// Strict base32 after the prefix: no padding, no lower case, no non-zero tail bits.
/// Errors: malformed (prefix, character and its place, tail bits), out_of_range (over 1 024 bytes).
[[nodiscard]] Result<SealBytes> seal_from_text(std::string_view text);

/// Undoes what a keyboard-wedge scanner does under another layout: letters typed under a Russian or
/// Kazakh layout go back by key position, lower case (Caps Lock) to upper case, line ends, blanks
/// and the shifted or Kazakh digit row to digits. The result still has to pass `seal_from_text`.
[[nodiscard]] std::string repair_keyboard_layout(std::string_view utf8);

/// What a reader hands over: text (with repair) or raw bytes that begin with `DC`.
/// Errors: malformed, out_of_range, unsupported (neither form: says what was found).
[[nodiscard]] Result<SealBytes> seal_from_scan(ByteView scanned);

}  // namespace evisa::crypto
