// Name fields (Doc 9303-3 4.6): reading, and writing with truncation.
#include "visa/name.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "visa/digits.h"

namespace evisa::visa {
namespace {

/// Fillers become single spaces; those at the ends go.
std::string to_components(std::string_view field) {
  std::string text;
  text.reserve(field.size());
  for (const char c : field) {
    if (c != '<') {
      text.push_back(c);
    } else if (!text.empty() && text.back() != ' ') {
      text.push_back(' ');
    }
  }
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

/// An identifier with fillers for its spaces, whatever spaces a caller left in it.
std::string to_field(std::string_view identifier) {
  std::string field{identifier};
  std::ranges::replace(field, ' ', '<');
  field = to_components(field);
  std::ranges::replace(field, ' ', '<');
  return field;
}

/// The first `width` characters of a longer field, ending in a letter.
///
/// Where the cut falls after a filler, the last component with letters to spare gives one up, so
/// that the next component shows its initial: `CHAYAPA<` of `CHAYAPA<DEJ` becomes `CHAYAP<D`.
std::string cut_field(const std::string& field, std::size_t width) {
  std::string cut = field.substr(0, width);
  if (cut.back() != '<') return cut;
  for (std::size_t end = width - 1; end >= 2; --end) {
    const bool ends_component = cut[end] == '<' && cut[end - 1] != '<';
    if (!ends_component || cut[end - 2] == '<') continue;
    cut.erase(end - 1, 1);
    cut.push_back(field[width]);
    return cut;
  }
  // Initials throughout: the next one takes the filler's place.
  cut.back() = field[width];
  return cut;
}

std::string padded(std::string field, std::size_t width) {
  field.resize(width, '<');
  return field;
}

}  // namespace

std::string MrzName::display() const {
  return secondary.empty() ? primary : primary + ' ' + secondary;
}

Result<MrzName> parse_name_field(std::string_view field) {
  const auto bad = std::ranges::find_if(field, [](char c) { return !is_upper(c) && c != '<'; });
  if (bad != field.end()) {
    return fail(Errc::malformed,
                fmt::format("name field, position {}: found '{}', expected a letter or <",
                            bad - field.begin() + 1, *bad));
  }
  if (field.empty() || field.front() == '<') {
    return fail(Errc::malformed,
                fmt::format("name field \"{}\": the primary identifier is empty", field));
  }
  const std::size_t split = std::min(field.find("<<"), field.size());
  return MrzName{to_components(field.substr(0, split)), to_components(field.substr(split)),
                 field.back() != '<'};
}

// SPEC: Doc 9303-4 4.2.3: when the names do not fit, characters are removed until at least `<<` and
// the first letter of the secondary identifier show; the last position is then a letter.
std::string compose_name_field(const MrzName& name, std::size_t width) {
  const std::string primary = to_field(name.primary);
  const std::string secondary = to_field(name.secondary);
  const std::string full = secondary.empty() ? primary : primary + "<<" + secondary;
  if (full.size() <= width) return padded(full, width);
  constexpr std::size_t kSecondaryShown = 3;  // `<<` and one letter
  const bool secondary_shows =
      secondary.empty() || width <= kSecondaryShown || primary.size() + kSecondaryShown <= width;
  if (width == 0) return {};
  if (secondary_shows) return cut_field(full, width);
  return cut_field(primary, width - kSecondaryShown) + "<<" + secondary.front();
}

}  // namespace evisa::visa
