// The languages that people are spoken to in.
#pragma once

#include <string_view>

#include "visa/result.h"

namespace evisa::visa {

enum class Language { en, ru, kk, zh };
[[nodiscard]] std::string_view to_string(Language language);
/// Errors: malformed (anything but en, ru, kk, zh).
[[nodiscard]] Result<Language> parse_language(std::string_view text);

}  // namespace evisa::visa
