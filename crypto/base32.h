// Base32 (RFC 4648 section 6) without padding, strict: A-Z and 2-7 only, no non-zero tail bits.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "crypto/bytes.h"

namespace evisa::crypto {

[[nodiscard]] std::string base32_encode(ByteView bytes);

/// Decodes into `out` and returns the number of bytes. No heap unless it fails.
/// Errors: malformed (a character and its place, a length no bytes have, tail bits),
/// out_of_range (`out` is too small).
[[nodiscard]] Result<std::size_t> base32_decode(std::string_view text, std::span<std::uint8_t> out);

}  // namespace evisa::crypto
