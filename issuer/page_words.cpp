// Joining of languages; names of countries and cities from the tables of visa/data.
#include "issuer/page_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "visa/airports.h"
#include "visa/countries.h"

namespace evisa::issuer {
namespace {

using visa::Language;

template <class InLanguage>
Words each_language(InLanguage in) {
  return {in(Language::kk), in(Language::ru), in(Language::en), in(Language::zh)};
}

}  // namespace

const std::string& Words::in(Language language) const {
  switch (language) {
    case Language::kk:
      return kk;
    case Language::ru:
      return ru;
    case Language::zh:
      return zh;
    case Language::en:
      break;
  }
  return en;
}

std::string join(const Words& words, bool chinese, std::string_view separator) {
  std::vector<std::string_view> said;
  for (const Language language : kPageLanguages) {
    const std::string& word = words.in(language);
    const bool skip = word.empty() || (language == Language::zh && !chinese);
    if (!skip && std::ranges::find(said, word) == said.end()) said.push_back(word);
  }
  return fmt::format("{}", fmt::join(said, separator));
}

Words country_words(visa::CountryCode code, const visa::CountryTable& countries) {
  const auto row = std::ranges::find(countries.rows(), code, &visa::CountryRow::alpha3);
  return each_language([&](Language language) {
    std::string name = visa::country_name(code, language);
    if (name != code.text()) return name;
    if (row == countries.rows().end()) return std::string();  // the code stands beside it already
    return row->name_en;
  });
}

Words airport_words(visa::AirportCode code, const visa::AirportTable& airports) {
  const visa::Airport* airport = airports.find(code.text());
  return each_language([&](Language language) {
    std::string_view name = visa::city_name(code, language);
    if (name.empty() && airport != nullptr) name = airport->name;
    return name.empty() ? std::string(code.text()) : fmt::format("{} ({})", name, code.text());
  });
}

}  // namespace evisa::issuer
