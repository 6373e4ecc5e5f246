// May this application become an e-visa? rules.md 1.6, 1.8, 2 and 3.
#include "issuer/eligibility.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace evisa::issuer {
namespace {

using visa::CategoryRule;
using visa::Date;

/// One pass over an application; each function is one group of rules.
class Check {
 public:
  Check(const Application& application, const IssuingRules& rules, const Date& today)
      : a_(application), rules_(*rules.rules), tables_(rules), today_(today) {}

  Eligibility run(bool territory_approved) {
    approved_and_alone();
    const CategoryRule* category = known_category();
    single_entry();
    if (category != nullptr) nationality(*category, territory_approved);
    born();
    passport();
    validity(category);
    if (category != nullptr) stay(*category);
    entry_points();
    return std::move(result_);
  }

 private:
  void problem(std::string field, std::string found, std::string expected) {
    result_.problems.push_back({std::move(field), std::move(found), std::move(expected)});
  }

  void approved_and_alone() {
    if (a_.status != visa::VisaStatus::issued) {  // rules.md 45: only then may the visa be had
      problem("status", std::string(visa::to_string(a_.status)), "\"Approved. Payment completed\"");
    }
    if (a_.accompanied_by_children) {  // rules.md 56
      problem("accompanied_by_children", "true",
              "false: e-visas are not issued to those whom children travel with");
    }
  }

  const CategoryRule* known_category() {
    const CategoryRule* rule = rules_.find_category(a_.category);
    if (rule != nullptr &&
        std::ranges::find(rules_.categories, rule->group) != rules_.categories.end())
      return rule;
    std::vector<std::string_view> known;
    for (const auto& row : rules_.category_rules) {
      if (std::ranges::find(rules_.categories, row.group) != rules_.categories.end())
        known.push_back(row.code.text());
    }
    problem("category", std::string(a_.category.text()),
            fmt::format("one of {}", fmt::join(known, ", ")));
    return nullptr;
  }

  void single_entry() {  // C5
    if (a_.entries >= 1 && a_.entries <= rules_.entries_max) return;
    problem("entries", a_.entries == 0 ? "0 (unlimited)" : std::to_string(a_.entries),
            rules_.entries_max == 1 ? "1: the e-visa is a single-entry visa"
                                    : fmt::format("1 to {}", rules_.entries_max));
  }

  void nationality(const CategoryRule& category, bool territory_approved) {  // rules.md 2
    const auto answer = tables_.countries->look_up(category.annex, a_.nationality);
    const std::string found(a_.nationality.text());
    switch (answer.kind) {
      case visa::AnnexAnswer::Kind::listed:
        break;
      case visa::AnnexAnswer::Kind::not_listed:
        problem("nationality", found,
                fmt::format("a nationality that annex {} lists for {}", category.annex,
                            category.code.text()));
        break;
      case visa::AnnexAnswer::Kind::only_by_territory:
        by_territory(*answer.row, territory_approved);
        break;
    }
    if (a_.passport_issuing_state != a_.nationality) {
      result_.notices.push_back(
          {"passport_issuing_state", fmt::format("{} issued the passport of a citizen of {}",
                                                 a_.passport_issuing_state.text(), found)});
    }
  }

  /// The Macao trap: the passport's code is another State's, so the code alone proves nothing.
  void by_territory(const visa::CountryRow& row, bool approved) {
    const std::string found(a_.nationality.text());
    if (approved) {
      result_.notices.push_back(
          {"nationality", fmt::format("{} approved by hand as {}", found, row.name_en)});
      return;
    }
    problem("nationality",
            fmt::format("{}, which annex {} has only through {}", found, row.annex, row.name_en),
            "a decision by hand: look at the passport's version and place of issue "
            "(--approve-territory)");
  }

  void born() {
    const auto& birth = a_.birth;
    bool future = birth.year && *birth.year > today_.year();
    if (birth.complete()) future = *Date::from_ymd(*birth.year, *birth.month, *birth.day) > today_;
    if (future) problem("birth_date", birth.display(), "not after " + today_.iso());
  }

  void passport() {  // C1; equal is enough (rules.md 5.3)
    const Date least = a_.valid_until.plus_months(rules_.passport_months_min);
    const Date upload = a_.valid_until.plus_months(rules_.passport_months_notice);
    if (a_.passport_expiry < least) {
      problem("passport_expiry", a_.passport_expiry.iso(),
              fmt::format("{} or later: {} months after valid_until", least.iso(),
                          rules_.passport_months_min));
    } else if (a_.passport_expiry < upload) {
      result_.notices.push_back(
          {"passport_expiry",
           fmt::format("{} is under {} months after valid_until", a_.passport_expiry.iso(),
                       rules_.passport_months_notice)});
    }
  }

  /// Days of validity, both ends counted.
  [[nodiscard]] int days_valid() const { return a_.valid_until.days_since(a_.valid_from) + 1; }

  void validity(const CategoryRule* category) {
    if (a_.valid_from > a_.valid_until) {
      problem("valid_until", a_.valid_until.iso(), "not before valid_from, " + a_.valid_from.iso());
      return;
    }
    if (a_.valid_until < today_)
      problem("valid_until", a_.valid_until.iso(), "not before today, " + today_.iso());
    // The MRZ has two digits for the year: a date outside its window would be read as another
    // century.
    if (visa::expand_expiry_year(a_.valid_until.year() % 100, today_) != a_.valid_until.year()) {
      problem("valid_until", a_.valid_until.iso(),
              "a year that the MRZ's two digits can say from here");
    }
    if (category != nullptr && days_valid() > category->validity_cap_days) {
      problem("valid_until", fmt::format("{} days from valid_from", days_valid()),
              fmt::format("at most {} days for {}", category->validity_cap_days,
                          category->code.text()));
    }
  }

  void stay(const CategoryRule& category) {
    const int longest = std::max(1, std::min(category.stay_cap_days, days_valid()));
    if (a_.stay_days >= 1 && a_.stay_days <= longest) return;
    problem("stay_days", std::to_string(a_.stay_days),
            fmt::format("1 to {} ({} allows {}, the validity has {} days)", longest,
                        category.code.text(), category.stay_cap_days, std::max(0, days_valid())));
  }

  void entry_points() {  // C2
    for (const auto& point : entry_points_of(a_, tables_)) {
      if (std::ranges::find(rules_.checkpoints_allowed, point) != rules_.checkpoints_allowed.end())
        continue;
      std::vector<std::string_view> allowed;
      for (const auto& code : rules_.checkpoints_allowed) allowed.push_back(code.text());
      problem("entry_points", std::string(point.text()),
              fmt::format("of {}", fmt::join(allowed, ", ")));
    }
  }

  const Application& a_;
  const visa::RuleSet& rules_;
  const IssuingRules& tables_;
  const Date& today_;
  Eligibility result_;
};

}  // namespace

Eligibility check_eligibility(const Application& application, const IssuingRules& rules,
                              const visa::Date& today, bool territory_approved) {
  return Check(application, rules, today).run(territory_approved);
}

std::vector<visa::AirportCode> entry_points_of(const Application& application,
                                               const IssuingRules& rules) {
  std::vector<visa::AirportCode> points = application.entry_points;
  if (points.empty()) points = rules.rules->checkpoints_allowed;
  for (auto& point : points) {
    if (const auto* airport = rules.airports->find(point.text())) point = airport->iata;
  }
  std::ranges::sort(points);
  const auto twice = std::ranges::unique(points);  // TSE and NQZ are one airport
  points.erase(twice.begin(), twice.end());
  return points;
}

}  // namespace evisa::issuer
