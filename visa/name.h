// A holder's name as an MRZ carries it (Doc 9303-3 4.6).
#pragma once

#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::visa {

/// Primary and secondary identifier in A-Z with single spaces between components.
/// `secondary` may be empty. `truncated`: the name field's last position is a letter, so
/// truncation shall be assumed.
struct MrzName {
  std::string primary;
  std::string secondary;
  bool truncated = false;
  bool operator==(const MrzName&) const = default;

  /// `PRIMARY SECONDARY`, for people.
  [[nodiscard]] std::string display() const;
};

/// Reads a name field (with `<` fillers). Errors: malformed (digits, empty primary, other
/// characters).
[[nodiscard]] Result<MrzName> parse_name_field(std::string_view field);

/// Composes a name field of exactly `width` characters, truncated as Doc 9303-3 4.6 allows.
[[nodiscard]] std::string compose_name_field(const MrzName& name, std::size_t width);

/// Writes a name as a person types it (UTF-8: Latin with diacritics, Cyrillic, apostrophes,
/// hyphens) in MRZ letters by the recommended transliterations of Doc 9303-3 section 6. Errors:
/// malformed (digits, a character without transliteration: names it), empty.
[[nodiscard]] Result<std::string> transliterate(std::string_view utf8);

}  // namespace evisa::visa
