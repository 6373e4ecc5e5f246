// The words around reason codes, from data/officer_words.csv.
#include "visa/officer_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "visa/csv.h"
#include "visa/embedded_data.h"
#include "visa/text_template.h"

namespace evisa::visa {
namespace {

using Words = std::array<std::string, 3>;  // en, ru, kk
using WordTable = std::map<std::string, Words, std::less<>>;

Result<WordTable> parse_words(std::string_view csv) {
  const auto text = parse_csv(csv);
  if (!text) return std::unexpected(text.error());
  const std::vector<std::string> columns{"key", "en", "ru", "kk"};
  if (text->header != columns)
    return fail(Errc::malformed, "officer words: expected columns key, en, ru, kk");
  WordTable table;
  for (const auto& row : text->rows) {
    const bool whole = std::ranges::none_of(row, &std::string::empty);
    if (!whole || !table.emplace(row[0], Words{row[1], row[2], row[3]}).second)
      return fail(Errc::malformed,
                  fmt::format("officer words: \"{}\" lacks a word, or is there twice", row[0]));
  }
  return table;
}

const WordTable& word_table() {
  static const WordTable table = sound(parse_words(k_officer_words_csv));
  return table;
}

std::size_t column(Language language) {
  switch (language) {
    case Language::en:
    case Language::zh:
      break;
    case Language::ru:
      return 1;
    case Language::kk:
      return 2;
  }
  return 0;
}

}  // namespace

std::vector<std::string_view> officer_word_keys() {
  std::vector<std::string_view> keys;
  for (const auto& [key, words] : word_table()) keys.emplace_back(key);
  return keys;
}

std::string_view officer_word(std::string_view key, Language language) {
  const auto found = word_table().find(key);
  return found == word_table().end() ? key : std::string_view(found->second[column(language)]);
}

std::string officer_words(std::string_view list, Language language) {
  constexpr std::string_view kSeparator = ", ";
  std::string text;
  for (;;) {
    const auto end = list.find(kSeparator);
    text += officer_word(list.substr(0, end), language);
    if (end == std::string_view::npos) return text;
    text += kSeparator;
    list.remove_prefix(end + kSeparator.size());
  }
}

std::string officer_phrase(std::string_view key, Language language,
                           const std::vector<std::pair<std::string, std::string>>& params) {
  return fill(officer_word(key, language), [&](std::string_view name) {
    const auto found = std::ranges::find_if(params, [&](const auto& p) { return p.first == name; });
    return found == params.end() ? std::string("?") : found->second;
  });
}

}  // namespace evisa::visa
