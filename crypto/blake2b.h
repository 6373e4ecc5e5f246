// BLAKE2b-256 (RFC 7693) of bytes in memory.
#pragma once

#include <array>

#include "crypto/bytes.h"

namespace evisa::crypto {

using Hash256 = std::array<std::uint8_t, 32>;

/// Of `first` followed by `second`.
[[nodiscard]] Hash256 blake2b_256(ByteView first, ByteView second = {});

}  // namespace evisa::crypto
