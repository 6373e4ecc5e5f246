// One row per key of the rule set; the member's type decides how it is read and written.
#include "visa/rule_set_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "visa/edit_distance.h"
#include "visa/rule_set_values.h"

namespace evisa::visa {
namespace {

template <class T>
Result<void> store(T& member, Result<T> value) {
  if (!value) return std::unexpected(value.error());
  member = *std::move(value);
  return {};
}

template <int RuleSet::*Member, int Least, int Most>
constexpr RuleKey number(std::string_view name) {
  return {name,
          [](RuleSet& rules, std::string_view text) {
            return store(rules.*Member, parse_number(text, Least, Most));
          },
          [](const RuleSet& rules) { return fmt::format("{}", rules.*Member); }};
}

/// `Strictest`: the highest severity that the setting may ask for.
template <Policy RuleSet::*Member, Policy Strictest = Policy::refuse>
constexpr RuleKey policy(std::string_view name) {
  return {name,
          [](RuleSet& rules, std::string_view text) -> Result<void> {
            const auto value = parse_policy(text);
            if (value && *value > Strictest) {
              return fail(Errc::out_of_range,
                          fmt::format("found {}, expected at most {}", text, to_string(Strictest)));
            }
            return store(rules.*Member, value);
          },
          [](const RuleSet& rules) { return std::string{to_string(rules.*Member)}; }};
}

/// The words of a member with two values.
template <auto Member>
struct Words;
template <>
struct Words<&RuleSet::valid_until_means> {
  static constexpr std::array kWords{std::pair{"EXIT_BY", ValidUntilMeans::exit_by},
                                     std::pair{"ENTER_BY", ValidUntilMeans::enter_by}};
};
template <>
struct Words<&RuleSet::stay_counts_entry_day> {
  static constexpr std::array kWords{std::pair{"true", true}, std::pair{"false", false}};
};
template <>
struct Words<&RuleSet::offline_entry> {
  static constexpr std::array kWords{
      std::pair{"ALLOW_PROVISIONAL", OfflineEntry::allow_provisional},
      std::pair{"SECOND_LOOK", OfflineEntry::second_look}};
};

template <auto Member>
constexpr RuleKey word(std::string_view name) {
  return {name,
          [](RuleSet& rules, std::string_view text) -> Result<void> {
            for (const auto& [spelling, value] : Words<Member>::kWords) {
              if (text != spelling) continue;
              rules.*Member = value;
              return {};
            }
            const auto& words = Words<Member>::kWords;
            return fail(Errc::malformed, fmt::format("found \"{}\", expected {} or {}", text,
                                                     words[0].first, words[1].first));
          },
          [](const RuleSet& rules) {
            const auto& words = Words<Member>::kWords;
            return std::string{rules.*Member == words[0].second ? words[0].first : words[1].first};
          }};
}

template <class T>
Result<T> parse_item(std::string_view text) {
  return T::parse(text);
}
template <>
Result<CategoryGroup> parse_item(std::string_view text) {
  return parse_category_group(text);
}

std::string_view item_text(CategoryGroup group) { return to_string(group); }
template <class T>
std::string_view item_text(const T& code) {
  return code.text();
}

template <class T>
Result<std::vector<T>> parse_items(std::string_view text) {
  std::vector<T> items;
  for (const std::string_view part : split_list(text)) {
    const auto item = parse_item<T>(part);
    if (!item) return std::unexpected(item.error());
    if (std::ranges::find(items, *item) != items.end()) {
      return fail(Errc::malformed, fmt::format("{} is there twice", part));
    }
    items.push_back(*item);
  }
  return items;
}

template <class T, std::vector<T> RuleSet::*Member, bool MayBeEmpty>
constexpr RuleKey list(std::string_view name) {
  return {name,
          [](RuleSet& rules, std::string_view text) -> Result<void> {
            auto items = parse_items<T>(text);
            if (items && items->empty() && !MayBeEmpty) {
              return fail(Errc::malformed, "the list is empty, expected at least one");
            }
            return store(rules.*Member, std::move(items));
          },
          [](const RuleSet& rules) {
            std::string text;
            for (const T& item : rules.*Member) {
              if (!text.empty()) text += ", ";
              text += item_text(item);
            }
            return text;
          }};
}

Result<void> read_id(RuleSet& rules, std::string_view text) {
  constexpr std::size_t kLongest = 64;
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  };
  if (text.empty() || text.size() > kLongest || !std::ranges::all_of(text, allowed)) {
    return fail(
        Errc::malformed,
        fmt::format("found \"{}\", expected 1 to {} letters, digits and -._", text, kLongest));
  }
  rules.ruleset_id = text;
  return {};
}

Result<void> read_offsets(RuleSet& rules, std::string_view text) {
  return store(rules.local_time, parse_offsets(text));
}

Result<void> read_entries_max(RuleSet& rules, std::string_view text) {
  // 0 means unlimited in a seal; a rule set that allowed it would switch the single entry off.
  const auto value = parse_number(text, 1, 254);
  if (!value) return std::unexpected(value.error());
  rules.entries_max = static_cast<unsigned>(*value);
  return {};
}

constexpr int kDay = 24 * 60;  // minutes

constexpr std::array kKeys{
    RuleKey{"ruleset_id", read_id, [](const RuleSet& rules) { return rules.ruleset_id; }},
    RuleKey{"timezone_offset", read_offsets,
            [](const RuleSet& rules) { return offsets_text(rules.local_time); }},
    list<AirportCode, &RuleSet::checkpoints_allowed, false>("checkpoints_allowed"),
    policy<&RuleSet::other_intl_airport>("other_intl_airport"),
    policy<&RuleSet::non_airport>("non_airport"),
    // Nobody is locked in by software: an exit is never refused.
    policy<&RuleSet::exit_checkpoint_rule, Policy::second_look>("exit_checkpoint_rule"),
    list<CategoryGroup, &RuleSet::categories, false>("categories"),
    RuleKey{"entries_max", read_entries_max,
            [](const RuleSet& rules) { return fmt::format("{}", rules.entries_max); }},
    number<&RuleSet::passport_months_min, 0, 120>("passport_months_min"),
    number<&RuleSet::passport_months_notice, 0, 120>("passport_months_notice"),
    number<&RuleSet::blank_pages_min, 0, 100>("blank_pages_min"),
    word<&RuleSet::valid_until_means>("valid_until_means"),
    word<&RuleSet::stay_counts_entry_day>("stay_counts_entry_day"),
    number<&RuleSet::queue_grace_min, 0, kDay>("queue_grace_min"),
    number<&RuleSet::early_wait_min, 0, kDay>("early_wait_min"),
    number<&RuleSet::arrival_tight_min, 0, kDay>("arrival_tight_min"),
    number<&RuleSet::dup_minutes, 0, kDay>("dup_minutes"),
    number<&RuleSet::dup_checkpoint_minutes, 0, kDay>("dup_checkpoint_minutes"),
    number<&RuleSet::reverse_self_minutes, 0, kDay>("reverse_self_minutes"),
    number<&RuleSet::data_stale_min, 1, 366 * kDay>("data_stale_min"),
    number<&RuleSet::data_stale_second_look_min, 1, 366 * kDay>("data_stale_second_look_min"),
    number<&RuleSet::clock_skew_max_s, 1, 3600>("clock_skew_max_s"),
    number<&RuleSet::clock_ahead_max_days, 1, 3660>("clock_ahead_max_days"),
    policy<&RuleSet::children_rule>("children_rule"),
    number<&RuleSet::child_age, 0, 120>("child_age"),
    policy<&RuleSet::printout_missing>("printout_missing"),
    number<&RuleSet::host_notice_days, 0, 366>("host_notice_days"),
    word<&RuleSet::offline_entry>("offline_entry"),
    list<CountryCode, &RuleSet::visa_free, true>("visa_free"),
};

}  // namespace

std::span<const RuleKey> rule_keys() { return kKeys; }

const RuleKey* find_rule_key(std::string_view name) {
  const auto found = std::ranges::find(kKeys, name, &RuleKey::name);
  return found == kKeys.end() ? nullptr : &*found;
}

std::string_view nearest_rule_key(std::string_view name) {
  // Longer than any key: compared by its beginning, so that a wrong file costs no time.
  const std::string_view beginning = name.substr(0, 64);
  return std::ranges::min_element(
             kKeys, {}, [&](const RuleKey& key) { return edit_distance(beginning, key.name); })
      ->name;
}

}  // namespace evisa::visa
