// Inspection: may this traveller enter, leave, board? One pure function, no I/O, no clock.
// Source: rules.md 5.4; results as BSI TR-03135 3.5; aggregation: docs/architecture.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/revocation_table.h"
#include "crypto/seal_validation.h"
#include "visa/airports.h"
#include "visa/clock.h"
#include "visa/countries.h"
#include "visa/crossing.h"
#include "visa/mrz.h"
#include "visa/reason.h"
#include "visa/rule_set.h"
#include "visa/visa.h"

namespace evisa::verifier {

/// What an officer saw and ticked; absent means not asked or not applicable.
struct OfficerTicks {
  bool passport_in_doubt = false;  ///< authenticity, holder, marks, erasures, torn or unsewn pages
  std::optional<int> blank_pages;
  bool children_travelling = false;
  bool companion_without_visa = false;
  std::optional<bool> printout_shown;  ///< nullopt: a seal was read, so yes; else no
  std::vector<std::string>
      printout_differs;            ///< fields in which the paper differs from seal or record
  bool replaced_passport = false;  ///< exit: leaves on another document than at entry
};

/// What the decision rests on besides the traveller: the bundle's tables and how fresh they are.
struct Trust {
  const visa::RuleSet* rules = nullptr;
  const visa::ReasonTable* reasons = nullptr;
  const visa::AirportTable* airports = nullptr;
  const visa::CountryTable* countries = nullptr;
  const crypto::RevocationTable* revocations = nullptr;
  std::uint64_t bundle_sequence = 0;
  /// When the local copy was last known to be current; nullopt: nobody knows.
  std::optional<visa::Instant> data_as_of{};
  visa::ClockState clock{};  ///< as the device judged it
};

struct InspectionRequest {
  /// The seal as validated; nullopt: no seal was presented (then `record` decides,
  /// PRINTOUT_MISSING).
  std::optional<crypto::SealValidation> seal;
  /// The register's record, where the register could be asked.
  std::optional<visa::VisaRecord> record;
  /// The register was asked and answered; without a `record` it knows nothing of this visa.
  bool register_asked = false;
  /// The airport service could not be asked just now; the rule set's `offline_entry` says what
  /// then.
  bool cut_off = false;
  /// The printed MRZ of the e-visa, where it was read.
  std::optional<visa::Mrz> printed_mrz;
  std::optional<visa::Mrz> passport;
  visa::Direction direction = visa::Direction::entry;
  /// IATA code, or the name of a land, rail, sea or river checkpoint.
  std::string checkpoint;
  std::string booth;  ///< `ALA-03`, for duplicate scans
  /// Events of this visa on record, in any order.
  std::vector<visa::Crossing> history;
  /// The crossing log was read for this visa. Else an empty `history` proves nothing.
  bool history_asked = false;
  OfficerTicks ticks;
  /// Entry: when the flight landed; boarding: scheduled arrival in Kazakhstan.
  std::optional<visa::Instant> arrival;
  std::string flight;
  visa::Instant now{};
};

enum class CheckResult { successful, failed, undetermined, not_supported, aborted };
[[nodiscard]] std::string_view to_string(CheckResult result);

/// One row of the decision table (rules.md 5.4): `0` .. `21`, `18b`.
struct Check {
  std::string id;  ///< stable word: `clock_and_data`, `passport_mrz`, `visa_record`, ...
  CheckResult result = CheckResult::aborted;
  std::vector<visa::ReasonCode> reasons;
};

struct Inspection {
  visa::Severity outcome = visa::Severity::refuse;
  std::vector<visa::Reason>
      reasons;  ///< in the table's order; the first of the highest severity is the headline
  std::optional<visa::ReasonCode> headline;
  std::vector<Check> checks;  ///< every check, in the table's order
  /// From a verified seal, else from the record; never from an unverified seal. Dates, stay and
  /// entry points are the record's where both speak of the same visa (rules.md 5.6).
  std::optional<visa::Visa> visa;
  std::optional<visa::Date> exit_deadline;
  visa::VisaUseState use;
  std::optional<visa::EventId> duplicate_of;
  std::string ruleset_id;
  std::uint64_t bundle_sequence = 0;
  /// How old the tables are; nullopt: not known, or the clock that would tell is not trusted.
  std::optional<std::int64_t> data_age_minutes;
};

[[nodiscard]] Inspection inspect(const InspectionRequest& request, const Trust& trust);

/// `exit_deadline = min(valid_until, entry_date + stay - 1)` by the rule set (rules.md 5.3).
[[nodiscard]] visa::Date exit_deadline(const visa::Visa& visa, const visa::Date& entry_date,
                                       const visa::RuleSet& rules);

}  // namespace evisa::verifier
