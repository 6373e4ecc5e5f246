// The words around reason codes: fields, outcomes, revocation reasons and the lines of a verdict in
// the officer's language, from data/officer_words.csv.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "visa/language.h"

namespace evisa::visa {

/// All keys of the table, sorted.
[[nodiscard]] std::vector<std::string_view> officer_word_keys();
/// The word for a key (`date_of_birth`, `REFUSE`); the key itself where the table has none. zh
/// falls back to en.
[[nodiscard]] std::string_view officer_word(std::string_view key, Language language);
/// As `officer_word` for each item of a list joined by `, `.
[[nodiscard]] std::string officer_words(std::string_view list, Language language);
/// A word with its placeholders filled; `?` for one that is not given.
[[nodiscard]] std::string officer_phrase(
    std::string_view key, Language language,
    const std::vector<std::pair<std::string, std::string>>& params);

}  // namespace evisa::visa
