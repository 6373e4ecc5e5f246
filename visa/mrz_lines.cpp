// Splitting an MRZ into its lines and checking its characters (Doc 9303-3 4.3).
#include "visa/mrz_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "visa/digits.h"
#include "visa/trim.h"

namespace evisa::visa {
namespace {

std::unexpected<Error> refuse_length(std::string found) {
  return fail(
      Errc::malformed,
      fmt::format("MRZ: found {}, expected 2 lines of 44 (passport, MRV-A) or of 36 (MRV-B)",
                  found));
}

Result<void> check_characters(std::string_view line, int number) {
  const auto bad =
      std::ranges::find_if(line, [](char c) { return !is_upper(c) && !is_digit(c) && c != '<'; });
  if (bad == line.end()) return {};
  const auto byte = static_cast<unsigned char>(*bad);
  const std::string shown =
      byte > 0x20 && byte < 0x7F ? fmt::format("'{}'", *bad) : fmt::format("byte {:#04x}", byte);
  return fail(Errc::malformed,
              fmt::format("MRZ line {}, position {}: found {}, expected A-Z, 0-9 or <", number,
                          bad - line.begin() + 1, shown));
}

}  // namespace

Result<MrzText> split_mrz(std::string_view text) {
  std::array<std::string_view, 2> lines;
  std::size_t count = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trim(text.substr(at, end - at));
    at = end + 1;
    if (line.empty()) continue;
    if (count == lines.size()) return refuse_length("more than 2 lines");
    lines[count++] = line;
  }
  if (count == 0) return refuse_length("nothing");
  if (count == 1) {
    const std::string_view all = lines[0];
    if (all.size() != 88 && all.size() != 72) {
      return refuse_length(fmt::format("1 line of {} characters", all.size()));
    }
    return MrzText{all.substr(0, all.size() / 2), all.substr(all.size() / 2)};
  }
  if (lines[0].size() != lines[1].size() || (lines[0].size() != 44 && lines[0].size() != 36)) {
    return refuse_length(
        fmt::format("lines of {} and {} characters", lines[0].size(), lines[1].size()));
  }
  return MrzText{lines[0], lines[1]};
}

Result<void> check_mrz_characters(const MrzText& text) {
  if (auto ok = check_characters(text.line1, 1); !ok) return ok;
  return check_characters(text.line2, 2);
}

}  // namespace evisa::visa
