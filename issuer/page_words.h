// A text of the page in its languages, in the order in which they are printed.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "issuer/page_tables.h"
#include "visa/codes.h"
#include "visa/reason.h"

namespace evisa::issuer {

/// The languages of the page: Kazakh, Russian, English, and Chinese on request.
inline constexpr std::array kPageLanguages{visa::Language::kk, visa::Language::ru,
                                           visa::Language::en, visa::Language::zh};

struct Words {
  std::string kk, ru, en, zh;
  [[nodiscard]] const std::string& in(visa::Language language) const;
};

/// All languages with `separator` between them; equal words are said once.
[[nodiscard]] std::string join(const Words& words, bool chinese,
                               std::string_view separator = " / ");

/// Empty in a language in which the country has no name. A State that only the office's own table
/// knows has that table's names.
[[nodiscard]] Words country_words(visa::CountryCode code, const visa::CountryTable& countries);
/// The city of an airport with its code: `Astana (NQZ)`; the table's name where no city is known;
/// the code alone for an unknown airport.
[[nodiscard]] Words airport_words(visa::AirportCode code, const visa::AirportTable& airports);

}  // namespace evisa::issuer
