// The 3-byte date of seals. Doc 9303-13 2.3.1.
#include "crypto/seal_date.h"

#include <fmt/core.h>

namespace evisa::crypto {

Result<visa::Date> decode_seal_date(ByteView bytes) {
  if (bytes.size() != 3) {
    return fail(Errc::malformed, fmt::format("date: {} bytes, 3 expected", bytes.size()));
  }
  const unsigned n =
      static_cast<unsigned>(bytes[0]) << 16 | static_cast<unsigned>(bytes[1]) << 8 | bytes[2];
  auto date = visa::Date::from_ymd(static_cast<int>(n % 10'000), n / 1'000'000, n / 10'000 % 100);
  if (!date) date.error().message = fmt::format("date {:08} (MMDDYYYY) does not exist", n);
  return date;
}

std::array<std::uint8_t, 3> encode_seal_date(const visa::Date& date) {
  const unsigned n =
      date.month() * 1'000'000 + date.day() * 10'000 + static_cast<unsigned>(date.year());
  return {static_cast<std::uint8_t>(n >> 16), static_cast<std::uint8_t>(n >> 8 & 0xFF),
          static_cast<std::uint8_t>(n & 0xFF)};
}

}  // namespace evisa::crypto
