// Arithmetic in GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (ISO/IEC 18004 7.5.2).
#pragma once

#include <cstdint>

namespace evisa::reader::qr {

/// `a * b` in the field.
[[nodiscard]] std::uint8_t multiply(std::uint8_t a, std::uint8_t b);
/// `a / b`; `b` is not 0.
[[nodiscard]] std::uint8_t divide(std::uint8_t a, std::uint8_t b);
/// The generator, 2, to the power `exponent` (any integer).
[[nodiscard]] std::uint8_t power_of_two(int exponent);

}  // namespace evisa::reader::qr
