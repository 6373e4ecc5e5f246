// Laws: a transliterated name is A-Z and single spaces and transliterates to itself; its name
// fields of 39 and 31 characters match it; matching is symmetric.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "visa/name_match.h"

namespace {

using namespace evisa::visa;

void check(bool holds) {
  if (!holds) std::abort();
}

bool is_mrz_name(std::string_view text) {
  return text.find("  ") == std::string_view::npos && !text.starts_with(' ') &&
         !text.ends_with(' ') &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || c == ' '; });
}

bool agree(const MrzName& a, const MrzName& b) {
  const NameMatch match = match_names(a, b);
  return match == NameMatch::exact || match == NameMatch::truncated;
}

/// Whether a component of two letters or more begins before the earliest cut. Where only initials
/// do, a field can end in a letter only by joining two of them: no law for those.
bool has_letters_to_spare(std::string_view primary) {
  constexpr std::size_t kEarliestCut = 28;  // of 31, for `<<` and an initial
  const auto letters = [](char a, char b) { return a != ' ' && b != ' '; };
  const std::string_view shown = primary.substr(0, kEarliestCut);
  return std::ranges::adjacent_find(shown, letters) != shown.end();
}

void matches_its_fields(const MrzName& name) {
  const auto wide = parse_name_field(compose_name_field(name, 39));
  const auto narrow = parse_name_field(compose_name_field(name, 31));
  check(wide && narrow);
  check(match_names(*wide, *narrow) == match_names(*narrow, *wide));
  if (!has_letters_to_spare(name.primary)) return;
  check(agree(*wide, name) && agree(*narrow, name) && agree(*wide, *narrow));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Two names, a line each: family name and given names.
  const std::string_view text(reinterpret_cast<const char*>(data),
                              std::min<std::size_t>(size, 512));
  const std::size_t end = std::min(text.find('\n'), text.size());
  const auto primary = transliterate(text.substr(0, end));
  const auto secondary = transliterate(text.substr(std::min(end + 1, text.size())));
  if (!primary) return 0;
  check(is_mrz_name(*primary) && !primary->empty() && transliterate(*primary).value() == *primary);
  const MrzName name{*primary, secondary.value_or("")};
  matches_its_fields(name);
  const MrzName swapped{name.secondary.empty() ? "A" : name.secondary, name.primary};
  check(match_names(name, swapped) == match_names(swapped, name));
  return 0;
}
