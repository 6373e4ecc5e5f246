// The e-visa and its record in the register. Field names follow Doc 9303-7.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "visa/codes.h"
#include "visa/date.h"
#include "visa/document_numbers.h"
#include "visa/mrz.h"
#include "visa/name.h"

namespace evisa::visa {

/// Duration of stay as Doc 9303-7 9.1 tag 04 codes it: three separate numbers.
struct DurationOfStay {
  std::uint8_t days = 0, months = 0, years = 0;
  /// 000000: until "valid until"; FFFFFF: decided on entry; FEFEFE: as national law says.
  [[nodiscard]] bool is_until_valid_until() const { return !days && !months && !years; }
  [[nodiscard]] bool is_decided_on_entry() const {
    return days == 255 && months == 255 && years == 255;
  }
  [[nodiscard]] bool is_other() const { return days == 254 && months == 254 && years == 254; }
  [[nodiscard]] bool is_special() const {
    return is_until_valid_until() || is_decided_on_entry() || is_other();
  }
  bool operator==(const DurationOfStay&) const = default;
};

/// What the seal of a visa says. Optional members are features 80-83, which only the national
/// profile requires.
struct Visa {
  std::optional<VisaNumber> number;                   ///< 81
  CategoryCode category;                              ///< 06 visa type
  MrzName name;                                       ///< 01, 39 characters
  CountryCode issuing_state;                          ///< 01, KAZ
  CountryCode nationality;                            ///< 01
  BirthDate birth;                                    ///< 01
  Sex sex = Sex::unspecified;                         ///< 01
  PassportNumber passport_number;                     ///< 05
  std::optional<CountryCode> passport_issuing_state;  ///< 83
  std::optional<Date> valid_from;                     ///< 80
  Date valid_until = Date::from_days({});             ///< 01
  unsigned entries = 1;                               ///< 03, 0 = unlimited
  DurationOfStay stay;                                ///< 04
  std::vector<AirportCode> entry_points;              ///< 82, sorted; empty = as the rule set says
  Date issue_date = Date::from_days({});              ///< header: document issue date
  bool operator==(const Visa&) const = default;
};

/// The MRV-A of a visa: passport number in positions 1-9 of line 2, category in the optional data.
[[nodiscard]] Result<MrzLines> compose_visa_mrz(const Visa& visa,
                                                MrzFormat format = MrzFormat::mrv_a);

enum class VisaStatus { applied, awaiting_payment, issued, revoked, denied };
[[nodiscard]] std::string_view to_string(VisaStatus status);
/// Accepts the stable words and the portal's wordings in en, ru and zh (rules.md 45, 46). Errors:
/// malformed.
[[nodiscard]] Result<VisaStatus> parse_visa_status(std::string_view text);

/// Why a visa was revoked; a closed list, so that a bundle can carry it in one byte.
enum class RevocationReason {
  false_data,
  invitation_withdrawn,
  passport_replaced,
  holder_request,
  security,
  issued_in_error,
  other
};
[[nodiscard]] std::string_view to_string(RevocationReason reason);
[[nodiscard]] Result<RevocationReason> parse_revocation_reason(std::string_view text);

struct Revocation {
  Date date = Date::from_days({});
  RevocationReason why = RevocationReason::other;
  bool operator==(const Revocation&) const = default;
};

/// A visa as the register knows it.
struct VisaRecord {
  Visa visa;
  VisaStatus status = VisaStatus::issued;
  std::string application_number;  ///< 6-20 digits
  std::string invitation_number;   ///< 6-20 digits
  std::string inviter;             ///< name of the inviting party, free text
  std::optional<Revocation> revocation;
  unsigned version = 1;
};

}  // namespace evisa::visa
