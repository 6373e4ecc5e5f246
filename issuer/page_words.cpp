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

Words country_words(visa::CountryCode code) {
  return each_language([code](Language language) {
    std::string name = visa::country_name(code, language);
    return name == code.text() ? std::string() : name;  // the code stands beside it already
  });
}

Words airport_words(visa::AirportCode code) {
  return each_language([code](Language language) {
    const std::string_view city = visa::city_name(code, language);
    return city.empty() ? std::string(code.text()) : fmt::format("{} ({})", city, code.text());
  });
}

}  // namespace evisa::issuer
