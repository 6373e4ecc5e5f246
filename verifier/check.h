// What the checks of an inspection work on, and where they put what they find. Internal to the
// folder.
#pragma once

#include <span>
#include <string_view>

#include "verifier/inspection.h"

namespace evisa::verifier {

/// Everything a check may look at, gathered once per inspection. Points into the request, the trust
/// and the inspection being made; lives no longer than `inspect`.
struct Facts {
  const InspectionRequest& request;
  const Trust& trust;
  const visa::RuleSet& rules;
  const visa::ReasonTable& reasons;
  const visa::AirportTable& airports;
  const visa::CountryTable& countries;
  /// The visa that may be believed: of a verified seal, else of the record. Null: nothing proved.
  const visa::Visa* visa = nullptr;
  /// The passport's MRZ, null when none was read or it is not a passport's.
  const visa::Mrz* passport = nullptr;
  const visa::VisaUseState& use;
  /// The event that this scan repeats (rules.md 5.6), null when it is a scan of its own.
  const visa::Crossing* duplicate = nullptr;
  const visa::Airport* airport = nullptr;  ///< null: the checkpoint is no airport of the table
  bool clock_trusted = false;
  std::int64_t clock_off_seconds = 0;
  bool arrival_known = false;  ///< boarding: the scheduled arrival was given and can be right
  visa::Instant judged_at{};   ///< boarding: scheduled arrival where it is known; else now
  visa::Date day;              ///< the local date of `judged_at`

  [[nodiscard]] bool entry() const { return request.direction == visa::Direction::entry; }
  [[nodiscard]] bool exit() const { return request.direction == visa::Direction::exit; }
  [[nodiscard]] bool boarding() const { return request.direction == visa::Direction::boarding; }
  [[nodiscard]] const crypto::VerifiedSeal* verified() const;
  /// True when a check digit or the content of this field of the passport's MRZ does not hold: a
  /// misread must not refuse anybody, so checks on such a field end aborted or undetermined.
  [[nodiscard]] bool misread(std::string_view field) const;
};

/// The seal of a visa of Kazakhstan that verified, else null: the only seal that is believed.
[[nodiscard]] const crypto::VerifiedSeal* believable_seal(const InspectionRequest& request);

/// Takes the reasons of one check; severities come from the rule set, never from the check itself.
class Findings {
 public:
  Findings(const Facts& facts, std::vector<visa::Reason>& all, Check& check)
      : facts_(facts), all_(all), check_(check) {}
  /// Adds a reason. False (and nothing added) where the code does not apply in this direction.
  bool add(visa::ReasonCode code, visa::ReasonParams params = {});
  /// As `add`, but at most at `highest`: a milder tier of the same reason.
  bool add_at_most(visa::Severity highest, visa::ReasonCode code, visa::ReasonParams params = {});
  /// At the severity of a policy of the rule set; an override of this very code still wins. Never
  /// below `lowest`, whatever they say.
  bool add_by_policy(visa::Policy policy, visa::ReasonCode code, visa::ReasonParams params = {},
                     visa::Severity lowest = visa::Severity::ok);
  /// At exactly this severity: for a reason that stands for missing information.
  void add_at(visa::Severity severity, visa::ReasonCode code, visa::ReasonParams params = {});

 private:
  const Facts& facts_;
  std::vector<visa::Reason>& all_;
  Check& check_;
};

using CheckFunction = CheckResult (*)(const Facts&, Findings&);

/// A row of the decision table: the stable word of the check and the function that makes it.
struct CheckRow {
  std::string_view id;
  CheckFunction run;
};

/// The decision table of rules.md 5.4, in its order. The order decides the headline.
[[nodiscard]] std::span<const CheckRow> check_rows();

// Row 0.
CheckResult check_clock_and_data(const Facts&, Findings&);
// Rows 1, 13, 14, 15: the passport by itself.
CheckResult check_passport_mrz(const Facts&, Findings&);
CheckResult check_passport_expiry(const Facts&, Findings&);
CheckResult check_passport_months(const Facts&, Findings&);
CheckResult check_passport_notice(const Facts&, Findings&);
// Rows 2, 3, 4, 16, 17: the visa by itself.
CheckResult check_visa_record(const Facts&, Findings&);
CheckResult check_visa_status(const Facts&, Findings&);
CheckResult check_not_revoked(const Facts&, Findings&);
CheckResult check_category(const Facts&, Findings&);
CheckResult check_annex_list(const Facts&, Findings&);
// Rows 5 to 9: visa and passport belong together.
CheckResult check_passport_number(const Facts&, Findings&);
CheckResult check_citizenship(const Facts&, Findings&);
CheckResult check_date_of_birth(const Facts&, Findings&);
CheckResult check_sex(const Facts&, Findings&);
CheckResult check_name(const Facts&, Findings&);
// Rows 10, 20, 21: what the crossing log says.
CheckResult check_single_entry(const Facts&, Findings&);
CheckResult check_duplicate_scan(const Facts&, Findings&);
CheckResult check_exit_stay(const Facts&, Findings&);
// Rows 11, 12: when and where.
CheckResult check_date_window(const Facts&, Findings&);
CheckResult check_checkpoint(const Facts&, Findings&);
// Rows 18, 18b, 19: seal, paper, the officer's own eyes.
CheckResult check_seal(const Facts&, Findings&);
CheckResult check_printout(const Facts&, Findings&);
CheckResult check_officer_ticks(const Facts&, Findings&);

}  // namespace evisa::verifier
