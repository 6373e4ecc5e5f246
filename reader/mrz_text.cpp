// Finding MRZ lines (Doc 9303-4 4.2, 9303-7 4.2) in extracted text.
#include "reader/mrz_text.h"

#include <algorithm>
#include <string>

namespace evisa::reader {
namespace {

bool is_mrz_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<';
}

/// The line without blanks when it could be part of an MRZ, else empty.
std::string candidate(std::string_view line) {
  std::string out;
  for (const char c : line) {
    if (c == ' ' || c == '\t' || c == '\r') continue;
    if (!is_mrz_character(c) || out.size() == 45) return {};
    out += c;
  }
  return out.size() == 44 || out.size() == 36 ? out : std::string();
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\f") == std::string_view::npos;
}

bool opens_mrz(const std::string& line) {
  return !line.empty() && line[0] >= 'A' && line[0] <= 'Z' && line.find('<') != std::string::npos;
}

}  // namespace

std::vector<FoundMrz> find_mrzs(std::string_view text) {
  std::vector<FoundMrz> found;
  std::string first;
  while (!text.empty()) {
    const auto end = text.find_first_of("\n\f");
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (is_blank(line)) continue;
    auto now = candidate(line);
    if (!first.empty() && now.size() == first.size()) {
      FoundMrz mrz{{std::move(first), std::move(now)}, true, {}, false};
      const bool known =
          std::ranges::any_of(found, [&](const FoundMrz& old) { return old.lines == mrz.lines; });
      if (!known) found.push_back(std::move(mrz));
      first.clear();
      continue;
    }
    first = opens_mrz(now) ? std::move(now) : std::string();
  }
  return found;
}

}  // namespace evisa::reader
