// Comparing names, rules.md 6.4: exact, truncated, transliteration variant, close, different.
#include "visa/name_match.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace evisa::visa {
namespace {

using Components = std::vector<std::string>;

struct Parts {
  Components primary, secondary;
  bool truncated;
};

Components split(std::string_view identifier) {
  Components components;
  for (std::size_t at = 0; at < identifier.size();) {
    const std::size_t end = std::min(identifier.find(' ', at), identifier.size());
    if (end > at) components.emplace_back(identifier.substr(at, end - at));
    at = end + 1;
  }
  return components;
}

/// One step of a canonical spelling: every alternative of a pair becomes the shortest of them.
struct Variant {
  std::string_view spelling, canonical;
};

// The longest spelling first wherever one begins another.
constexpr std::array<Variant, 13> kVariants{{{"SHCH", "SHT"},
                                             {"LYU", "LU"},
                                             {"UXX", "U"},
                                             {"NXX", "N"},
                                             {"AE", "A"},
                                             {"AA", "A"},
                                             {"OE", "O"},
                                             {"UE", "U"},
                                             {"KH", "H"},
                                             {"ZH", "Z"},
                                             {"TS", "C"},
                                             {"YA", "IA"},
                                             {"YU", "IU"}}};

bool is_vowel(char c) { return std::string_view{"AEIOUY"}.find(c) != std::string_view::npos; }

std::string replace_variants(std::string_view component) {
  std::string out;
  while (!component.empty()) {
    const auto variant = std::ranges::find_if(
        kVariants, [&](const Variant& v) { return component.starts_with(v.spelling); });
    if (variant != kVariants.end()) {
      out += variant->canonical;
      component.remove_prefix(variant->spelling.size());
    } else if (component.starts_with("LV") && (component.size() == 2 || !is_vowel(component[2]))) {
      // A Chinese U with diaeresis is printed V as well; before a vowel LV is what it says (SILVA).
      out += "LU";
      component.remove_prefix(2);
    } else {
      out.push_back(component.front());
      component.remove_prefix(1);
    }
  }
  return out;
}

/// A component in the spelling that all its known transliteration variants share.
std::string canonical(std::string component) {
  // One replacement can uncover another (YAE, IAE, IA); each shortens the text or removes a Y.
  for (std::string next; (next = replace_variants(component)) != component;) component = next;
  if (component.ends_with('Y')) component.back() = 'I';
  return component;
}

Parts parts_of(const MrzName& name) {
  return {split(name.primary), split(name.secondary), name.truncated};
}

Parts canonical(Parts parts) {
  for (Components* components : {&parts.primary, &parts.secondary}) {
    for (std::string& component : *components) component = canonical(component);
  }
  return parts;
}

bool equal(const Parts& a, const Parts& b) {
  return a.primary == b.primary && a.secondary == b.secondary;
}

/// Whether `a` may show less than `b` does: each component a beginning of its counterpart, and as
/// many or fewer of them. Where one side was not truncated it must show all that the other shows.
bool components_agree(const Components& a, bool a_cut, const Components& b, bool b_cut) {
  if ((a.size() < b.size() && !a_cut) || (b.size() < a.size() && !b_cut)) return false;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const bool agree =
        a[i] == b[i] || (a_cut && b[i].starts_with(a[i])) || (b_cut && a[i].starts_with(b[i]));
    if (!agree) return false;
  }
  return true;
}

bool agree_as_far_as_shown(const Parts& a, const Parts& b) {
  return (a.truncated || b.truncated) &&
         components_agree(a.primary, a.truncated, b.primary, b.truncated) &&
         components_agree(a.secondary, a.truncated, b.secondary, b.truncated);
}

Components sorted_components(const Parts& parts) {
  Components all = parts.primary;
  all.insert(all.end(), parts.secondary.begin(), parts.secondary.end());
  std::ranges::sort(all);
  return all;
}

/// Equal primary identifiers, and the given names of one begin those of the other.
bool lacks_later_given_names(const Parts& a, const Parts& b) {
  const auto shown = std::min(a.secondary.size(), b.secondary.size());
  return a.primary == b.primary &&
         std::equal(a.secondary.begin(), a.secondary.begin() + static_cast<std::ptrdiff_t>(shown),
                    b.secondary.begin());
}

/// Whether at most `edits` insertions, deletions and substitutions turn `a` into `b`.
bool within_edits(std::string_view a, std::string_view b, int edits) {
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  if (a.empty() || b.empty()) return a.size() + b.size() <= static_cast<std::size_t>(edits);
  if (edits == 0) return false;
  return within_edits(a.substr(1), b.substr(1), edits - 1) ||
         within_edits(a.substr(1), b, edits - 1) || within_edits(a, b.substr(1), edits - 1);
}

bool are_close(const Parts& a, const Parts& b) {
  return sorted_components(a) == sorted_components(b) || lacks_later_given_names(a, b);
}

}  // namespace

NameMatch match_names(const MrzName& a, const MrzName& b) {
  constexpr int kCloseEdits = 2;
  if (a.primary == b.primary && a.secondary == b.secondary) return NameMatch::exact;
  const Parts parts_a = parts_of(a), parts_b = parts_of(b);
  if (equal(parts_a, parts_b)) return NameMatch::exact;
  if (agree_as_far_as_shown(parts_a, parts_b)) return NameMatch::truncated;
  const Parts canonical_a = canonical(parts_a), canonical_b = canonical(parts_b);
  if (equal(canonical_a, canonical_b) || agree_as_far_as_shown(canonical_a, canonical_b)) {
    return NameMatch::transliteration;
  }
  if (are_close(parts_a, parts_b) || are_close(canonical_a, canonical_b) ||
      within_edits(a.display(), b.display(), kCloseEdits)) {
    return NameMatch::close;
  }
  return NameMatch::different;
}

}  // namespace evisa::visa
