// May this application become an e-visa? Pure: rules, tables and today come in, problems come out.
// Sources: rules.md 1.6, 1.8 (C1, C2, C4, C5, C12), 2 and 3.
#pragma once

#include <vector>

#include "issuer/application.h"
#include "visa/airports.h"
#include "visa/countries.h"
#include "visa/rule_set.h"

namespace evisa::issuer {

/// The tables that the rules are read from.
struct IssuingRules {
  const visa::RuleSet* rules = nullptr;
  const visa::CountryTable* countries = nullptr;
  const visa::AirportTable* airports = nullptr;
};

struct Eligibility {
  std::vector<Problem> problems;  ///< empty: may be issued
  std::vector<Notice> notices;
};

/// `today`: the local date of issue. `territory_approved`: a person decided that the annex's
/// territory (Macao, Bermuda, ...) is meant; without that such a nationality is a problem, never
/// silently eligible.
[[nodiscard]] Eligibility check_eligibility(const Application& application,
                                            const IssuingRules& rules, const visa::Date& today,
                                            bool territory_approved = false);

/// The airports that go into the visa, in order: those applied for by their present code (TSE is
/// NQZ), or all that the rule set allows.
[[nodiscard]] std::vector<visa::AirportCode> entry_points_of(const Application& application,
                                                             const IssuingRules& rules);

}  // namespace evisa::issuer
