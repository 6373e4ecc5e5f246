// What an error is about decides the exit code: the papers that were asked about (1), the words of
// the command (2), or what the program itself stands on (3).
#pragma once

#include <string>

#include "visa/result.h"

namespace evisa::verifier {

/// Reports an error in the program's own data: trust, log, keys. Whatever its cause, the
/// traveller's papers are not to blame: exit code 3.
int report_own(const Error& error);

/// Reports an error in the words of the command that shows only after its data were loaded: exit
/// code 2.
int report_usage(const Error& error);

/// The error with the file in front of its message, where the message does not name it already.
[[nodiscard]] Error about(const std::string& file, Error error);

/// A check for an option: blanks alone are no value.
[[nodiscard]] std::string not_empty(const std::string& text);

/// A check for an option whose value has a parser: what it refuses is a usage error.
template <class Parse>
[[nodiscard]] auto taken_by(Parse parse) {
  return [parse](const std::string& text) {
    const auto result = parse(text);
    return result ? std::string() : result.error().message;
  };
}

}  // namespace evisa::verifier
