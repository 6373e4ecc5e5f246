// The layout of a revocation table that its encoder and its reader share. Grammar in
// revocation_table.cpp.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "crypto/bytes.h"

namespace evisa::crypto {

inline constexpr std::array<std::uint8_t, 4> kRevocationMagic{'E', 'V', 'R', '1'};
inline constexpr std::size_t kRevocationHeader = 24;
inline constexpr std::size_t kPairSize = 5;
inline constexpr std::size_t kBucketSize = 4;
/// Zero bytes after the entries, so that an entry is always read as one 8-byte word.
inline constexpr std::size_t kEntryPadding = 8;
inline constexpr unsigned kMaxLowBits = 34;  ///< 10^10 numbers have 34 bits
inline constexpr unsigned kMaxEntryBits =
    57;  ///< what an 8-byte word holds behind up to 7 odd bits

/// An unsigned little-endian integer of `size` bytes.
[[nodiscard]] inline std::uint64_t read_le(ByteView bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i > 0; --i) value = value << 8 | bytes[at + i - 1];
  return value;
}

inline void append_le(Bytes& out, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(static_cast<std::uint8_t>(value & 0xFF));
    value >>= 8;
  }
}

/// Bytes that `count` entries of `bits` take, with their padding.
[[nodiscard]] constexpr std::uint64_t entries_size(std::uint64_t count, unsigned bits) {
  return (count * bits + 7) / 8 + kEntryPadding;
}

}  // namespace evisa::crypto
