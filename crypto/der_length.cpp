// DER lengths; grammar in der_length.h.
#include "crypto/der_length.h"

#include <fmt/core.h>

namespace evisa::crypto {
namespace {

constexpr std::size_t kMaxShort = 0x7F, kMaxOne = 0xFF, kMaxTwo = 0xFFFF;

}  // namespace

Result<DerLength> read_der_length(ByteView bytes) {
  if (bytes.empty()) return fail(Errc::malformed, "length: missing");
  const std::uint8_t first = bytes[0];
  if (first <= kMaxShort) return DerLength{first, 1};
  const std::size_t octets = first & 0x7F;
  if (octets == 0) return fail(Errc::malformed, "length: indefinite form (80), which DER forbids");
  if (octets > 2) {
    return fail(Errc::out_of_range, fmt::format("length: {} octets, at most 2 expected", octets));
  }
  if (bytes.size() < 1 + octets) return fail(Errc::malformed, "length: truncated");
  const std::size_t value =
      octets == 1 ? bytes[1] : static_cast<std::size_t>(bytes[1]) << 8 | bytes[2];
  if (value <= (octets == 1 ? kMaxShort : kMaxOne)) {
    return fail(Errc::malformed,
                fmt::format("length: {} in {} octets is not the shortest form", value, octets + 1));
  }
  return DerLength{value, 1 + octets};
}

Result<void> append_der_length(Bytes& bytes, std::size_t length) {
  if (length > kMaxTwo) {
    return fail(Errc::out_of_range,
                fmt::format("length: {} bytes, at most 65535 expected", length));
  }
  if (length > kMaxOne) {
    bytes.push_back(0x82);
    bytes.push_back(static_cast<std::uint8_t>(length >> 8));
  } else if (length > kMaxShort) {
    bytes.push_back(0x81);
  }
  bytes.push_back(static_cast<std::uint8_t>(length & 0xFF));
  return {};
}

}  // namespace evisa::crypto
