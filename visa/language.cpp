// Names of the languages.
#include "visa/language.h"

#include <fmt/format.h>

namespace evisa::visa {

std::string_view to_string(Language language) {
  switch (language) {
    case Language::en:
      return "en";
    case Language::ru:
      return "ru";
    case Language::kk:
      return "kk";
    case Language::zh:
      return "zh";
  }
  return "?";
}

Result<Language> parse_language(std::string_view text) {
  for (const Language language : {Language::en, Language::ru, Language::kk, Language::zh}) {
    if (text == to_string(language)) return language;
  }
  return fail(Errc::malformed,
              fmt::format("found language \"{}\", expected en, ru, kk or zh", text));
}

}  // namespace evisa::visa
