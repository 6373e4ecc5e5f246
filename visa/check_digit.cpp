// Doc 9303-3 4.9 and ISO 7064 MOD 11,10.
#include "visa/check_digit.h"

#include <array>

#include "visa/digits.h"

namespace evisa::visa {

char mrz_check_digit(std::string_view text) {
  constexpr std::array<unsigned, 3> kWeights{7, 3, 1};
  unsigned sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    unsigned value = 0;
    if (is_digit(c)) {
      value = static_cast<unsigned>(c - '0');
    } else if (is_upper(c)) {
      value = static_cast<unsigned>(c - 'A') + 10;
    } else if (c != '<') {
      return 0;
    }
    sum = (sum + value * kWeights[i % kWeights.size()]) % 10;
  }
  return static_cast<char>('0' + sum);
}

char mod_11_10_check_digit(std::string_view digits) {
  unsigned product = 10;
  for (const char c : digits) {
    if (!is_digit(c)) return 0;
    const unsigned sum = (product + static_cast<unsigned>(c - '0')) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

}  // namespace evisa::visa
