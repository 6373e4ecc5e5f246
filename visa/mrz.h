// Machine readable zones: TD3 (Doc 9303-4), MRV-A and MRV-B (Doc 9303-7).
// One layout table per format (mrz_layout.h) drives parsing and composing alike.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "visa/codes.h"
#include "visa/date.h"
#include "visa/document_numbers.h"
#include "visa/name.h"
#include "visa/result.h"

namespace evisa::visa {

enum class MrzFormat { td3, mrv_a, mrv_b };
[[nodiscard]] std::string_view to_string(MrzFormat format);

/// A date of birth of which parts may be unknown (`<<` in the MRZ, Doc 9303-3 4.8).
struct BirthDate {
  std::optional<int> year;        ///< four digits
  std::optional<unsigned> month;  ///< 1..12
  std::optional<unsigned> day;    ///< 1..31
  [[nodiscard]] bool complete() const { return year && month && day; }
  /// False when no date fits the known parts: 29 February 1985, month 13.
  [[nodiscard]] bool possible() const;
  /// `1990-01-15`; unknown parts are `??`, an unknown year `????`.
  [[nodiscard]] std::string display() const;
  bool operator==(const BirthDate&) const = default;
  [[nodiscard]] static BirthDate from(const Date& date);
};

/// A field whose check digit or content does not hold. The MRZ was still read.
struct MrzDefect {
  /// `document_code`, `issuing_state`, `name`, `document_number`, `nationality`, `date_of_birth`,
  /// `sex`, `date_of_expiry`, `personal_number`, `composite`.
  std::string field;
  std::string found;
  std::string expected;
};

/// An MRZ as read. Fields hold what the characters say even where `defects` is not empty.
struct Mrz {
  MrzFormat format = MrzFormat::td3;
  std::string line1, line2;
  std::string document_code;  ///< `P`, `PD`, `V`, ...
  CountryCode issuing_state;
  MrzName name;
  std::string document_number;  ///< without fillers; passport (or visa) number
  CountryCode nationality;
  BirthDate birth;
  Sex sex = Sex::unspecified;
  std::optional<Date> expiry;  ///< TD3: date of expiry; MRV: valid until
  std::string optional_data;   ///< TD3: personal number; MRV: optional data; without fillers
  std::vector<MrzDefect> defects;
};

/// Reads an MRZ of any of the three formats.
///
/// `text`: two lines separated by a line break, or run together without one; upper case; blanks
/// around lines and CR are ignored. `today` decides the centuries. A wrong check digit or a date
/// that does not exist is a defect, not an error. Errors: malformed (length: found, expected; a
/// character outside A-Z 0-9 `<` and where).
[[nodiscard]] Result<Mrz> parse_mrz(std::string_view text, const Date& today);

/// Parses line 1 and the first 28 characters of line 2 of an MRV (what a visa's seal holds).
/// `text`: 72 characters (MRV-A) or 64 (MRV-B).
[[nodiscard]] Result<Mrz> parse_seal_mrz(std::string_view text, const Date& today);

/// What composing needs; two-digit years and check digits are worked out.
struct MrzFields {
  std::string document_code;
  CountryCode issuing_state;
  MrzName name;
  std::string document_number;
  CountryCode nationality;
  BirthDate birth;
  Sex sex = Sex::unspecified;
  Date expiry = Date::from_days({});
  std::string optional_data;
};
struct MrzLines {
  std::string line1, line2;
};
/// Errors: malformed (a field that does not fit or has characters outside its kind).
[[nodiscard]] Result<MrzLines> compose_mrz(MrzFormat format, const MrzFields& fields);

}  // namespace evisa::visa
