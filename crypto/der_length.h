// DER lengths (X.690 8.1.3 and 10.1): the length octets of a seal's features and signature.
//
//   length = 00..7F  |  81 80..FF  |  82 0100..FFFF       shortest form only; nothing longer fits a
//   seal
#pragma once

#include "crypto/bytes.h"

namespace evisa::crypto {

struct DerLength {
  std::size_t value = 0;
  std::size_t octets = 0;  ///< how many the length itself took
};
/// Reads the length at the front of `bytes`.
/// Errors: malformed (truncated, indefinite, not the shortest form), out_of_range (over two
/// octets).
[[nodiscard]] Result<DerLength> read_der_length(ByteView bytes);

/// Appends the shortest form. Errors: out_of_range (over 65 535).
[[nodiscard]] Result<void> append_der_length(Bytes& bytes, std::size_t length);

}  // namespace evisa::crypto
