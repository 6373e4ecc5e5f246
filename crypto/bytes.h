// Bytes and their hexadecimal form.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "visa/result.h"

namespace evisa::crypto {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

[[nodiscard]] inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hex, two characters a byte.
[[nodiscard]] std::string to_hex(ByteView bytes);
/// Upper or lower case, blanks between bytes allowed. Errors: malformed.
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);

/// Standard base64 with padding (RFC 4648 section 4), as minisign and JSON use it.
[[nodiscard]] std::string to_base64(ByteView bytes);
[[nodiscard]] Result<Bytes> from_base64(std::string_view text);

}  // namespace evisa::crypto
