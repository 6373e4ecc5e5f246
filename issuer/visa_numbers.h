// New visa numbers: eight digits from the system's random source. That none is given twice is the
// register's business.
#pragma once

#include <cstdint>
#include <functional>

namespace evisa::issuer {

/// Yields 0 .. 99 999 999. Tests put in their own.
using RandomDigits = std::function<std::uint32_t()>;

/// From libsodium, without bias.
[[nodiscard]] std::uint32_t random_visa_digits();

}  // namespace evisa::issuer
