// GF(2^8) by tables of logarithms.
#include "reader/qr/galois.h"

#include <array>

namespace evisa::reader::qr {
namespace {

constexpr int kPolynomial = 0x11D, kOrder = 255;

struct Tables {
  std::array<std::uint8_t, 2 * kOrder> exp{};
  std::array<std::uint8_t, 256> log{};
};

constexpr Tables kTables = [] {
  Tables t;
  int value = 1;
  for (int i = 0; i < kOrder; ++i) {
    t.exp[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value);
    t.exp[static_cast<std::size_t>(i + kOrder)] = static_cast<std::uint8_t>(value);
    t.log[static_cast<std::size_t>(value)] = static_cast<std::uint8_t>(i);
    value <<= 1;
    if (value > 255) value ^= kPolynomial;
  }
  return t;
}();

}  // namespace

std::uint8_t multiply(std::uint8_t a, std::uint8_t b) {
  if (a == 0 || b == 0) return 0;
  return kTables.exp[static_cast<std::size_t>(kTables.log[a] + kTables.log[b])];
}

std::uint8_t divide(std::uint8_t a, std::uint8_t b) {
  if (a == 0) return 0;
  return kTables.exp[static_cast<std::size_t>(kTables.log[a] + kOrder - kTables.log[b])];
}

std::uint8_t power_of_two(int exponent) {
  const int folded = ((exponent % kOrder) + kOrder) % kOrder;
  return kTables.exp[static_cast<std::size_t>(folded)];
}

}  // namespace evisa::reader::qr
