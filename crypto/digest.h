// BLAKE2b-256 of bytes at hand.
#pragma once

#include <array>
#include <cstdint>

#include "crypto/bytes.h"

namespace evisa::crypto {

using Digest = std::array<std::uint8_t, 32>;

/// RFC 7693, unkeyed, 32 bytes of output.
[[nodiscard]] Digest blake2b_256(ByteView bytes);

}  // namespace evisa::crypto
