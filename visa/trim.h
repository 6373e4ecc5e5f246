// Blanks around what people and files write.
#pragma once

#include <string_view>

namespace evisa::visa {

/// `text` without spaces, tabs and carriage returns at its ends.
[[nodiscard]] constexpr std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace evisa::visa
