// Which PINs an officer may have: what is guessed first is not allowed.
#include "db/pin_policy.h"

#include <algorithm>

namespace evisa::db {
namespace {

constexpr std::size_t kLeast = 6, kMost = 12;

/// Each digit follows from the one before by the same step, 9 and 0 being neighbours.
bool has_step(crypto::ByteView pin, int step) {
  for (std::size_t i = 1; i < pin.size(); ++i) {
    if ((pin[i] - pin[i - 1] + 10) % 10 != (step + 10) % 10) return false;
  }
  return true;
}

}  // namespace

Result<void> check_pin_policy(const crypto::SecretBytes& pin) {
  const crypto::ByteView digits = pin.view();
  const bool all = std::ranges::all_of(digits, [](auto c) { return c >= '0' && c <= '9'; });
  if (!all || digits.size() < kLeast || digits.size() > kMost) {
    return fail(Errc::malformed, "a PIN has 6 to 12 digits and nothing else");
  }
  if (has_step(digits, 0)) return fail(Errc::malformed, "a PIN of equal digits is guessed first");
  if (has_step(digits, 1) || has_step(digits, -1)) {
    return fail(Errc::malformed, "a PIN whose digits run up or down is guessed first");
  }
  return {};
}

}  // namespace evisa::db
