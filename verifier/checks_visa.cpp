// Rows 2, 3, 4, 16, 17: the visa by itself. rules.md 5.4; category limits: rules.md section 3.
#include <fmt/format.h>

#include <algorithm>

#include "verifier/check.h"
#include "verifier/stay.h"

namespace evisa::verifier {
namespace {

using visa::ReasonCode;

/// The revocation of the bundle or of the record; the earlier one when both know of it.
std::optional<visa::Revocation> find_revocation(const Facts& facts) {
  std::optional<visa::Revocation> found;
  if (facts.trust.revocations != nullptr && facts.visa->number)
    found = facts.trust.revocations->find(*facts.visa->number);
  const auto& record = facts.request.record;
  if (record && record->revocation && (!found || record->revocation->date < found->date))
    found = record->revocation;
  return found;
}

bool revoked_after_entry(const Facts& facts, const std::optional<visa::Revocation>& revocation) {
  return facts.exit() && revocation && facts.use.entry &&
         revocation->date >= facts.rules.local_time.date_of(facts.use.entry->time);
}

visa::ReasonParams over_by(std::string variant, int days, int most) {
  return {{"days", fmt::to_string(days)},
          {"most", fmt::to_string(most)},
          {"variant", std::move(variant)}};
}

/// What of the category's limits is not kept, for the officer; nullopt when all is well.
std::optional<visa::ReasonParams> over_limit(const visa::Visa& visa,
                                             const visa::CategoryRule& rule) {
  if (!visa.valid_from) return std::nullopt;  // row 11 speaks of missing dates
  const int validity = visa.valid_until.days_since(*visa.valid_from) + 1;
  if (validity > rule.validity_cap_days)
    return over_by("validity_over", validity, rule.validity_cap_days);
  if (visa.stay.is_decided_on_entry() || visa.stay.is_other())
    return visa::ReasonParams{{"variant", "stay_not_stated"}};
  const int stay = longest_stay_days(visa, *visa.valid_from);
  if (stay > rule.stay_cap_days) return over_by("stay_over", stay, rule.stay_cap_days);
  return std::nullopt;
}

CheckResult check_entries(const Facts& facts, Findings& findings) {
  const unsigned most = facts.rules.entries_max;
  const unsigned entries = facts.visa->entries;  // 0 = unlimited, on both sides
  if (most == 0 || (entries != 0 && entries <= most)) return CheckResult::successful;
  // Row 10 said so, with the earlier use.
  if (findings.objected_before(ReasonCode::MULTI_ENTRY_UNEXPECTED)) return CheckResult::failed;
  findings.add(ReasonCode::MULTI_ENTRY_UNEXPECTED,
               {{"n", entries == 0 ? "unlimited" : fmt::to_string(entries)}});
  return CheckResult::failed;
}

}  // namespace

CheckResult check_visa_record(const Facts& facts, Findings& findings) {
  if (facts.request.register_asked && !facts.request.record) {
    findings.add(ReasonCode::VISA_NOT_FOUND);
    return CheckResult::failed;
  }
  // Neither a code nor the register was asked: that is no proof that there is no visa.
  if (!facts.request.seal && !facts.request.record) {
    findings.add_at(visa::Severity::second_look, ReasonCode::SEAL_UNREADABLE,
                    {{"variant", "not_shown"}});
    return CheckResult::undetermined;
  }
  // A seal that did not verify is neither a visa nor proof that there is none: row 18 speaks.
  return facts.visa != nullptr ? CheckResult::successful : CheckResult::aborted;
}

CheckResult check_visa_status(const Facts& facts, Findings& findings) {
  if (facts.visa == nullptr) return CheckResult::aborted;
  // A seal is made at issue, after payment: without a record it is the proof of both.
  if (!facts.request.record) return CheckResult::successful;
  switch (facts.request.record->status) {
    case visa::VisaStatus::issued:
    case visa::VisaStatus::revoked:
      return CheckResult::successful;  // revoked: row 4
    case visa::VisaStatus::applied:
    case visa::VisaStatus::awaiting_payment:
    case visa::VisaStatus::denied:
      break;
  }
  findings.add(ReasonCode::VISA_NOT_ISSUED,
               {{"status", std::string(to_string(facts.request.record->status))}});
  return CheckResult::failed;
}

CheckResult check_not_revoked(const Facts& facts, Findings& findings) {
  if (facts.visa == nullptr) return CheckResult::aborted;
  const auto revocation = find_revocation(facts);
  const auto& record = facts.request.record;
  const bool status_revoked = record && record->status == visa::VisaStatus::revoked;
  if (!revocation && !status_revoked) {
    const bool asked = facts.trust.revocations != nullptr && facts.visa->number;
    return asked ? CheckResult::successful : CheckResult::undetermined;
  }
  if (revoked_after_entry(facts, revocation)) {
    findings.add(ReasonCode::REVOKED_AFTER_ENTRY, {{"date", revocation->date.iso()}});
    return CheckResult::failed;
  }
  findings.add(ReasonCode::VISA_REVOKED,
               {{"date", revocation ? revocation->date.iso() : "?"},
                {"why", revocation ? std::string(to_string(revocation->why)) : "?"}});
  return CheckResult::failed;
}

CheckResult check_category(const Facts& facts, Findings& findings) {
  if (facts.visa == nullptr) return CheckResult::aborted;
  CheckResult result = check_entries(facts, findings);
  const visa::CategoryRule* rule = facts.rules.find_category(facts.visa->category);
  std::optional<visa::ReasonParams> wrong;
  if (rule == nullptr ||
      std::ranges::find(facts.rules.categories, rule->group) == facts.rules.categories.end())
    wrong.emplace();
  else
    wrong = over_limit(*facts.visa, *rule);
  if (!wrong) return result;
  // A limit that is not kept shares the row, the severity and so the reason with an unknown
  // category.
  wrong->insert(wrong->begin(), {"cat", std::string(facts.visa->category.text())});
  findings.add(ReasonCode::CATEGORY_UNKNOWN, std::move(*wrong));
  return CheckResult::failed;
}

CheckResult check_annex_list(const Facts& facts, Findings& findings) {
  if (facts.exit()) return CheckResult::not_supported;
  if (facts.visa == nullptr) return CheckResult::aborted;
  const visa::CountryCode nationality =
      facts.misread("nationality") ? facts.visa->nationality : facts.passport->nationality;
  if (std::ranges::find(facts.rules.visa_free, nationality) != facts.rules.visa_free.end())
    findings.add(ReasonCode::VISA_FREE_NATIONALITY, {{"nat", std::string(nationality.text())}});
  const visa::CategoryRule* rule = facts.rules.find_category(facts.visa->category);
  if (rule == nullptr) return CheckResult::aborted;  // row 16 speaks
  const auto answer = facts.countries.look_up(rule->annex, nationality);
  switch (answer.kind) {
    case visa::AnnexAnswer::Kind::listed:
      return CheckResult::successful;
    case visa::AnnexAnswer::Kind::only_by_territory:
      findings.add(
          ReasonCode::NATIONALITY_TERRITORY,
          {{"nat", std::string(nationality.text())},
           {"territory", answer.row != nullptr ? std::string(answer.row->alpha3.text()) : "?"}});
      return CheckResult::undetermined;
    case visa::AnnexAnswer::Kind::not_listed:
      break;
  }
  findings.add(ReasonCode::NATIONALITY_NOT_LISTED,
               {{"nat", std::string(nationality.text())},
                {"cat", std::string(facts.visa->category.text())},
                {"annex", fmt::to_string(rule->annex)}});
  return CheckResult::failed;
}

}  // namespace evisa::verifier
