// Reading and writing single values of a rule set.
#include "visa/rule_set_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "visa/digits.h"
#include "visa/trim.h"

namespace evisa::visa {
namespace {

constexpr std::array kGroups{CategoryGroup::tourist, CategoryGroup::business,
                             CategoryGroup::treatment, CategoryGroup::investor};

/// `+05:00`.
Result<std::chrono::minutes> parse_offset(std::string_view text) {
  const auto hours = text.size() == 6 ? read_digits(text.substr(1, 2)) : std::nullopt;
  const auto minutes = text.size() == 6 ? read_digits(text.substr(4, 2)) : std::nullopt;
  if (!hours || !minutes || text[3] != ':' || *minutes > 59 || (text[0] != '+' && text[0] != '-')) {
    return fail(Errc::malformed,
                fmt::format("found UTC offset \"{}\", expected one like +05:00", text));
  }
  const std::chrono::minutes size{*hours * 60 + *minutes};
  return text[0] == '-' ? -size : size;
}

}  // namespace

std::vector<std::string_view> split_list(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  if (trim(text).empty()) return parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.push_back(trim(text.substr(at, end - at)));
    at = end + 1;
  }
  return parts;
}

Result<int> parse_number(std::string_view text, int least, int most) {
  const auto value = read_digits(text);
  if (!value) return fail(Errc::malformed, fmt::format("found \"{}\", expected a number", text));
  if (static_cast<int>(*value) < least || static_cast<int>(*value) > most) {
    return fail(Errc::out_of_range,
                fmt::format("found {}, expected {} to {}", *value, least, most));
  }
  return static_cast<int>(*value);
}

std::string_view to_string(CategoryGroup group) {
  switch (group) {
    case CategoryGroup::tourist:
      return "TOURIST";
    case CategoryGroup::business:
      return "BUSINESS";
    case CategoryGroup::treatment:
      return "TREATMENT";
    case CategoryGroup::investor:
      return "INVESTOR";
  }
  return "?";
}

Result<CategoryGroup> parse_category_group(std::string_view text) {
  const auto found =
      std::ranges::find(kGroups, text, [](CategoryGroup group) { return to_string(group); });
  if (found != kGroups.end()) return *found;
  return fail(Errc::malformed,
              fmt::format("found \"{}\", expected TOURIST, BUSINESS, TREATMENT or INVESTOR", text));
}

std::string_view to_string(Policy policy) {
  switch (policy) {
    case Policy::allow:
      return "ALLOW";
    case Policy::second_look:
      return "SECOND_LOOK";
    case Policy::refuse:
      return "REFUSE";
  }
  return "?";
}

Result<Policy> parse_policy(std::string_view text) {
  for (const Policy policy : {Policy::allow, Policy::second_look, Policy::refuse}) {
    if (text == to_string(policy)) return policy;
  }
  return fail(Errc::malformed,
              fmt::format("found \"{}\", expected ALLOW, SECOND_LOOK or REFUSE", text));
}

Result<LocalTime> parse_offsets(std::string_view text) {
  constexpr std::string_view kUntil = " until ";
  std::vector<LocalTime::Step> steps;
  Instant from = Instant::min();
  const auto parts = split_list(text);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t until = parts[i].find(kUntil);
    const auto offset = parse_offset(trim(parts[i].substr(0, until)));
    if (!offset) return std::unexpected(offset.error());
    steps.push_back({from, *offset});
    const bool last = i + 1 == parts.size();
    if (last != (until == std::string_view::npos)) {
      return fail(Errc::malformed,
                  fmt::format("found \"{}\", expected every offset but the last to end with "
                              "\"until\" and an instant",
                              parts[i]));
    }
    if (last) break;
    const auto end = parse_instant(trim(parts[i].substr(until + kUntil.size())));
    if (!end) return std::unexpected(end.error());
    from = *end;
  }
  return LocalTime::from_steps(std::move(steps));
}

std::string offsets_text(const LocalTime& local_time) {
  std::string text;
  const auto& steps = local_time.steps();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto minutes = steps[i].offset.count();
    const auto size = minutes < 0 ? -minutes : minutes;
    if (i > 0) text += ", ";
    text += fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', size / 60, size % 60);
    if (i + 1 < steps.size()) text += " until " + to_string(steps[i + 1].from);
  }
  return text;
}

Result<CategoryRule> parse_category_rule(std::string_view code_text, std::string_view text) {
  constexpr int kMostDays = 3660;  // ten years
  const auto code = CategoryCode::parse(code_text);
  if (!code) return std::unexpected(code.error());
  const auto parts = split_list(text);
  if (parts.size() != 4) {
    return fail(
        Errc::malformed,
        fmt::format("found \"{}\", expected group, annex, longest validity and longest stay "
                    "in days, like TOURIST, 1, 90, 30",
                    text));
  }
  const auto group = parse_category_group(parts[0]);
  if (!group) return std::unexpected(group.error());
  const auto annex = parse_number(parts[1], 1, 99);
  if (!annex) return std::unexpected(annex.error());
  const auto validity = parse_number(parts[2], 1, kMostDays);
  if (!validity) return std::unexpected(validity.error());
  const auto stay = parse_number(parts[3], 1, kMostDays);
  if (!stay) return std::unexpected(stay.error());
  return CategoryRule{*code, *group, static_cast<unsigned>(*annex), *validity, *stay};
}

std::string category_rule_text(const CategoryRule& rule) {
  return fmt::format("{}, {}, {}, {}", to_string(rule.group), rule.annex, rule.validity_cap_days,
                     rule.stay_cap_days);
}

}  // namespace evisa::visa
