// The layout tables of visa/mrz_layout.h turned into sets of characters.
#include "reader/mrz/grammar.h"

#include <array>
#include <string_view>

#include "visa/mrz_layout.h"

namespace evisa::reader::mrz {
namespace {

using visa::MrzFormat, visa::MrzLayout, visa::MrzSpan;
using Lines = std::array<std::vector<Characters>, 2>;

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", kDigits = "0123456789";

Characters set_of(std::string_view characters) {
  Characters set;
  for (const char c : characters) set.set(class_of(c));
  return set;
}

Lines lines_of(const MrzLayout& layout) {
  const Characters filler = set_of("<"), digits = set_of(kDigits);
  const Characters letters = set_of(kLetters) | filler, any = letters | digits;
  Lines lines{std::vector<Characters>(layout.width, any),
              std::vector<Characters>(layout.width, any)};
  const auto put = [&](const MrzSpan& span, const Characters& set) {
    for (std::size_t i = 0; i < span.length; ++i) lines[span.line][span.begin + i] = set;
  };
  put(layout.document_code, letters);
  put({0, 0, 1}, set_of(layout.format == MrzFormat::td3 ? "P" : "V"));
  put(layout.issuing_state, letters);
  put(layout.name, letters);
  put({0, layout.name.begin, 1}, set_of(kLetters));
  put(layout.document_number_check, digits);
  put(layout.nationality, letters);
  put(layout.birth, digits | filler);
  put(layout.birth_check, digits);
  put(layout.sex, set_of("MF<"));
  put(layout.expiry, digits);
  put(layout.expiry_check, digits);
  if (layout.optional_data_check) put(*layout.optional_data_check, digits | filler);
  if (layout.composite_check) put(*layout.composite_check, digits);
  return lines;
}

}  // namespace

const std::vector<Characters>& allowed(MrzFormat format, std::size_t line) {
  static const std::array<Lines, 3> kLines = {lines_of(visa::mrz_layout(MrzFormat::td3)),
                                              lines_of(visa::mrz_layout(MrzFormat::mrv_a)),
                                              lines_of(visa::mrz_layout(MrzFormat::mrv_b))};
  return kLines[static_cast<std::size_t>(format)][line];
}

bool look_alike(char a, char b) {
  constexpr std::array<std::string_view, 9> kFamilies = {"0OQD", "1IL", "2Z", "5S", "8B3",
                                                         "6G",   "VY",  "4A", "7T"};
  for (const auto family : kFamilies) {
    if (family.contains(a) && family.contains(b)) return true;
  }
  return false;
}

}  // namespace evisa::reader::mrz
