// A register record as JSON: what the issuer shows and the verifier reads back (`--record FILE`).
//
//   record = { "format": "evisa-record-1", "visa_number": 11 digits | null, "status", "version",
//              "application_number", "invitation_number", "inviter", "category",
//              "name": { "primary", "secondary", "truncated" }, "issuing_state", "nationality",
//              "birth_date", "sex", "passport_number", "passport_issuing_state": code | null,
//              "valid_from": date | null, "valid_until", "entries", "stay": { "days", "months",
//              "years" }, "entry_points": [ code ... ], "issue_date",
//              "revocation": { "date", "reason" } | null }
//
// Every key is required, in any order; dates are YYYY-MM-DD, unknown parts of a birth date `??`.
#pragma once

#include <string>
#include <string_view>

#include "crypto/json_writer.h"
#include "crypto/strict_json.h"
#include "visa/visa.h"

namespace evisa::db {

[[nodiscard]] std::string record_text(const visa::VisaRecord& record);
[[nodiscard]] crypto::Json to_json(const visa::VisaRecord& record);
/// The members `category` to `issue_date`, into the object that is open.
void write_visa(crypto::JsonWriter& json, const visa::Visa& visa);

/// Strict: what parses is written back as it was (but for white space and the order of keys).
/// Errors: malformed (which key: found, expected), out_of_range, unsupported (another format).
[[nodiscard]] Result<visa::VisaRecord> record_from_json(const crypto::Json& json);
[[nodiscard]] Result<visa::VisaRecord> parse_record(std::string_view text);

/// `1990-01-15`; unknown parts are `??`, an unknown year `????` (Doc 9303-3 4.8).
[[nodiscard]] std::string birth_date_text(const visa::BirthDate& birth);
/// Errors: malformed, out_of_range (a date that cannot exist).
[[nodiscard]] Result<visa::BirthDate> parse_birth_date(std::string_view text);

}  // namespace evisa::db
