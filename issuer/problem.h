// What is wrong with one field of an application, and what is merely worth telling.
#pragma once

#include <string>
#include <vector>

namespace evisa::issuer {

/// A reason for which an application is not issued.
struct Problem {
  std::string field;     ///< `passport_expiry`; empty when it is about the whole application
  std::string found;     ///< as it stands, quoted and shortened
  std::string expected;  ///< what would have been right
  bool operator==(const Problem&) const = default;
};

/// Told to the office, but no reason to refuse.
struct Notice {
  std::string field;
  std::string text;
  bool operator==(const Notice&) const = default;
};

/// `stay_days: found 90, expected 1 to 30`
[[nodiscard]] std::string to_string(const Problem& problem);
/// `passport_number: Cyrillic letters replaced ...`
[[nodiscard]] std::string to_string(const Notice& notice);

}  // namespace evisa::issuer
