// Rows 1, 13, 14, 15: the passport by itself. rules.md 5.3, 5.4.
#include <algorithm>

#include "verifier/check.h"

namespace evisa::verifier {
namespace {

using visa::ReasonCode;

void append(std::string& list, std::string_view item) {
  if (!list.empty()) list += ", ";
  list += item;
}

/// What is expected of a field's content is told in words, of a check digit by its one digit.
bool is_check_digit(const visa::MrzDefect& defect) { return defect.expected.size() == 1; }

/// A date of the passport can be judged: it was read, and the clock that gave it its century is
/// right.
bool dates_usable(const Facts& facts) {
  return facts.clock_trusted && !facts.misread("date_of_expiry") && facts.passport->expiry;
}

CheckResult unusable(const Facts& facts) {
  return facts.clock_trusted ? CheckResult::aborted : CheckResult::undetermined;
}

}  // namespace

// SPEC: Doc 9303-4 4.2.2: check digits of the TD3 MRZ; document code begins with P.
CheckResult check_passport_mrz(const Facts& facts, Findings& findings) {
  if (!facts.request.passport) {
    findings.add(ReasonCode::MRZ_CHECK_FAILED, {{"field", "passport"}, {"variant", "not_read"}});
    return CheckResult::undetermined;
  }
  const visa::Mrz& mrz = *facts.request.passport;
  if (mrz.format != visa::MrzFormat::td3 || !mrz.document_code.starts_with('P')) {
    findings.add(ReasonCode::MRZ_CHECK_FAILED,
                 {{"field", "document_code"}, {"variant", "not_a_passport"}});
    return CheckResult::failed;
  }
  std::string fields;
  for (const auto& defect : mrz.defects) append(fields, defect.field);
  const bool no_expiry = !mrz.expiry && !facts.misread("date_of_expiry");
  if (no_expiry) append(fields, "date_of_expiry");
  if (fields.empty()) return CheckResult::successful;
  visa::ReasonParams params{{"field", std::move(fields)}};
  // The code's own text speaks of check digits; an impossible content is something else.
  if (no_expiry || !std::ranges::all_of(mrz.defects, is_check_digit))
    params.emplace_back("variant", "content");
  findings.add(ReasonCode::MRZ_CHECK_FAILED, std::move(params));
  return CheckResult::failed;
}

CheckResult check_passport_expiry(const Facts& facts, Findings& findings) {
  if (!dates_usable(facts)) return unusable(facts);
  if (*facts.passport->expiry >= facts.day) return CheckResult::successful;
  findings.add(ReasonCode::PASSPORT_EXPIRED, {{"date", facts.passport->expiry->iso()}});
  return CheckResult::failed;
}

CheckResult check_passport_months(const Facts& facts, Findings& findings) {
  if (facts.exit()) return CheckResult::not_supported;
  if (facts.visa == nullptr) return CheckResult::aborted;
  if (!dates_usable(facts)) return unusable(facts);
  const visa::Date need = facts.visa->valid_until.plus_months(facts.rules.passport_months_min);
  if (*facts.passport->expiry >= need) return CheckResult::successful;
  findings.add(ReasonCode::PASSPORT_VALIDITY_SHORT,
               {{"need", need.iso()}, {"date", facts.passport->expiry->iso()}});
  return CheckResult::failed;
}

CheckResult check_passport_notice(const Facts& facts, Findings& findings) {
  if (facts.exit()) return CheckResult::not_supported;
  if (facts.visa == nullptr) return CheckResult::aborted;
  if (!dates_usable(facts)) return unusable(facts);
  const visa::Date& until = facts.visa->valid_until;
  const visa::Date& expiry = *facts.passport->expiry;
  const bool between = expiry >= until.plus_months(facts.rules.passport_months_min) &&
                       expiry < until.plus_months(facts.rules.passport_months_notice);
  if (between) findings.add(ReasonCode::PASSPORT_VALIDITY_NOTICE, {{"date", expiry.iso()}});
  return CheckResult::successful;
}

}  // namespace evisa::verifier
