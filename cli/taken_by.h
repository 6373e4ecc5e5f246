// An option's text checked by the domain's own parser while the command line is read.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::cli {

/// For `check` of an option: a text that `parse` does not take is a usage error (exit code 2), not
/// a refusal.
template <class T>
[[nodiscard]] std::function<std::string(const std::string&)> taken_by(
    Result<T> (*parse)(std::string_view)) {
  return [parse](const std::string& text) {
    const auto parsed = parse(text);
    return parsed ? std::string() : parsed.error().message;
  };
}

}  // namespace evisa::cli
