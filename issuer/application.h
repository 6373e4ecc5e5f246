// An application for an e-visa as the office receives it: approved, paid and complete, or it says
// why not. Fields follow Doc 9303-7; the portal's form is in rules.md 1.2.
//
//   application = { "application_number", "invitation_number": 6-20 digits, "inviter": text,
//                   "status": "issued" or the portal's words, "category": "B12",
//                   name, "sex": "F" | "M" | "X", "birth_date", "nationality",
//                   "passport_number", "passport_issuing_state", "passport_expiry",
//                   "valid_from", "valid_until", "stay_days": number,
//                   [ "entries": number, 1 when absent ], [ "entry_points": [ IATA code ... ] ],
//                   "accompanied_by_children": true | false }
//   name        = "surname": text, [ "given_names": text ]        as typed, UTF-8; transliterated
//               | "mrz_name": { "primary", "secondary" }          A-Z as the passport's MRZ shows
//               it
//
// Dates are YYYY-MM-DD; unknown parts of a birth date are `??`. As CSV: the same columns, with
// `mrz_primary`, `mrz_secondary`, and entry points separated by blanks; an empty cell is absent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/strict_json.h"
#include "issuer/problem.h"
#include "visa/visa.h"

namespace evisa::issuer {

struct Application {
  std::string application_number;
  std::string invitation_number;
  std::string inviter;
  visa::VisaStatus status = visa::VisaStatus::applied;
  visa::CategoryCode category;
  visa::MrzName name;  ///< in full: cutting to a name field's width is the MRZ's business
  visa::Sex sex = visa::Sex::unspecified;
  visa::BirthDate birth;
  visa::CountryCode nationality;
  visa::PassportNumber passport_number;
  visa::CountryCode passport_issuing_state;
  visa::Date passport_expiry = visa::Date::from_days({});
  visa::Date valid_from = visa::Date::from_days({});
  visa::Date valid_until = visa::Date::from_days({});
  int stay_days = 0;
  unsigned entries = 1;
  std::vector<visa::AirportCode> entry_points;  ///< in order; empty: all that the rule set allows
  bool accompanied_by_children = false;
  bool operator==(const Application&) const = default;
};

/// What became of one application's text. `application` is there exactly when `problems` is empty.
struct ApplicationReading {
  std::optional<Application> application;
  std::string application_number;  ///< for the report, where it could be read at all
  std::vector<Problem> problems;   ///< every field that is wrong, not only the first
  std::vector<Notice> notices;
};

/// Strict: unknown keys, wrong types and values outside their grammar are problems.
[[nodiscard]] ApplicationReading read_application(const crypto::Json& json);

/// Reads back as the same application (the name as `mrz_name`).
[[nodiscard]] crypto::Json to_json(const Application& application);

}  // namespace evisa::issuer
