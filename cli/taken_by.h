// An option's text checked by the domain's own parser while the command line is read.
#pragma once

#include <functional>
#include <string>

#include "visa/result.h"
#include "visa/trim.h"

namespace evisa::cli {

/// For `check` of an option: a text that `parse` does not take is a usage error (exit code 2), not
/// a refusal.
template <class Parse>
[[nodiscard]] std::function<std::string(const std::string&)> taken_by(Parse parse) {
  return [parse](const std::string& text) {
    const auto parsed = parse(text);
    return parsed ? std::string() : parsed.error().message;
  };
}

/// For `check` of an option: blanks alone are no value.
[[nodiscard]] inline std::string not_empty(const std::string& text) {
  return visa::trim(text).empty() ? "found nothing, expected a text" : "";
}

}  // namespace evisa::cli
