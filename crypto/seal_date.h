// The 3-byte date of seals: the integer MMDDYYYY, big endian. Doc 9303-13 2.3.1.
#pragma once

#include <array>

#include "crypto/bytes.h"
#include "visa/date.h"

namespace evisa::crypto {

/// `bytes`: exactly 3. Errors: out_of_range (a date that does not exist).
[[nodiscard]] Result<visa::Date> decode_seal_date(ByteView bytes);
[[nodiscard]] std::array<std::uint8_t, 3> encode_seal_date(const visa::Date& date);

}  // namespace evisa::crypto
