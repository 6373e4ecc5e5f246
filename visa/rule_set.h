// The rule set: every border setting as data, versioned and stored with every decision
// (rules.md 5.8).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "visa/codes.h"
#include "visa/local_time.h"
#include "visa/reason.h"
#include "visa/result.h"

namespace evisa::visa {

enum class CategoryGroup { tourist, business, treatment, investor };
[[nodiscard]] std::string_view to_string(CategoryGroup group);

/// A category with its sanity limits and the annex that lists its nationalities (rules.md 3).
struct CategoryRule {
  CategoryCode code;
  CategoryGroup group = CategoryGroup::tourist;
  unsigned annex = 1;
  int validity_cap_days = 90;
  int stay_cap_days = 30;
  bool operator==(const CategoryRule&) const = default;
};

enum class Policy { allow, second_look, refuse };
enum class ValidUntilMeans { exit_by, enter_by };
enum class OfflineEntry { allow_provisional, second_look };

/// Members are named as the keys of the text form. Times are minutes unless the name says
/// otherwise.
struct RuleSet {
  std::string ruleset_id;
  LocalTime local_time = LocalTime::kazakhstan();
  std::vector<AirportCode> checkpoints_allowed;
  Policy other_intl_airport = Policy::second_look;
  Policy non_airport = Policy::refuse;
  Policy exit_checkpoint_rule = Policy::second_look;
  std::vector<CategoryGroup> categories;
  std::vector<CategoryRule> category_rules;
  unsigned entries_max = 1;
  int passport_months_min = 3;
  int passport_months_notice = 6;
  int blank_pages_min = 2;
  ValidUntilMeans valid_until_means = ValidUntilMeans::exit_by;
  bool stay_counts_entry_day = true;
  int queue_grace_min = 180;
  int early_wait_min = 120;
  int arrival_tight_min = 180;
  int dup_minutes = 10;
  int dup_checkpoint_minutes = 60;
  int reverse_self_minutes = 30;
  int data_stale_min = 60;                ///< older than this: DATA_STALE notice
  int data_stale_second_look_min = 1440;  ///< older than this: DATA_STALE second look
  int clock_skew_max_s = 30;
  int clock_ahead_max_days = 400;  ///< later than this after the bundle's issue: no clock is right
  Policy children_rule = Policy::second_look;
  int child_age = 18;
  Policy printout_missing = Policy::second_look;
  int host_notice_days = 3;
  OfflineEntry offline_entry = OfflineEntry::allow_provisional;
  std::vector<CountryCode> visa_free;  ///< overlay, empty by default; only ever a notice
  std::map<std::pair<ReasonCode, Direction>, Severity> severity_overrides;

  bool operator==(const RuleSet&) const = default;

  /// `kz-evisa-default-1`, compiled in from visa/data/ruleset.txt.
  [[nodiscard]] static const RuleSet& builtin();
  /// Reads the text form: `key = value`, `;` starts a comment, every key at most once, absent keys
  /// keep the built-in value except `ruleset_id`, which is required.
  /// Errors: malformed (unknown key, with the nearest known one as hint; a bad value),
  /// out_of_range (an override below SECOND_LOOK where rules.md 5.4 forbids it).
  [[nodiscard]] static Result<RuleSet> parse(std::string_view text);
  [[nodiscard]] std::string text() const;

  [[nodiscard]] const CategoryRule* find_category(CategoryCode code) const;
  /// The severity of a reason under this rule set; nullopt where it does not apply.
  [[nodiscard]] std::optional<Severity> severity(const ReasonTable& table, ReasonCode code,
                                                 Direction direction) const;
};

}  // namespace evisa::visa
