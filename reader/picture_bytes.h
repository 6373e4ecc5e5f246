// What the checks of PNG and JPEG share: numbers, sizes and the message of a file cut off.
#pragma once

#include <fmt/core.h>

#include "crypto/bytes.h"
#include "visa/result.h"

namespace evisa::reader {

inline std::uint32_t big_endian(crypto::ByteView bytes) {
  std::uint32_t value = 0;
  for (const auto byte : bytes) value = value << 8 | byte;
  return value;
}

[[nodiscard]] inline Result<void> check_size(std::uint64_t width, std::uint64_t height, int limit,
                                             std::string_view kind) {
  if (width == 0 || height == 0) {
    return fail(Errc::malformed, fmt::format("{}: {} x {} pixels", kind, width, height));
  }
  // Both sides are below 2^32: no overflow.
  if (width * height > static_cast<std::uint64_t>(limit)) {
    return fail(Errc::out_of_range,
                fmt::format("{}: {} x {} pixels; at most {} are read", kind, width, height, limit));
  }
  return {};
}

inline void append(crypto::Bytes& out, crypto::ByteView part) {
  out.insert(out.end(), part.begin(), part.end());
}

inline std::unexpected<Error> cut_off(std::string_view kind, std::size_t size) {
  return fail(Errc::malformed, fmt::format("{}: cut off after {} bytes", kind, size),
              "copy or download the file again");
}

}  // namespace evisa::reader
