// Text that an argument names: typed, piped or from a file.
#include "cli/text_input.h"

#include <fmt/core.h>

#include <iostream>
#include <string_view>

#include "crypto/files.h"

namespace evisa::cli {
namespace {

constexpr std::size_t kLimit = 64 * 1024;

Result<std::string> read_standard_input() {
  std::string text(kLimit + 1, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  if (text.size() > kLimit) {
    return fail(Errc::out_of_range, fmt::format("standard input: over {} bytes", kLimit));
  }
  if (std::cin.bad()) return fail(Errc::io, "standard input cannot be read");
  return text;
}

std::string unescape_line_breaks(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n') {
      out += '\n';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

Result<std::string> read_text_argument(const std::string& argument) {
  if (argument == "-") return read_standard_input();
  if (argument.starts_with('@')) {
    const auto bytes = crypto::read_file(argument.substr(1), kLimit);
    if (!bytes) return std::unexpected(bytes.error());
    return std::string(crypto::as_text(*bytes));
  }
  return unescape_line_breaks(argument);
}

}  // namespace evisa::cli
