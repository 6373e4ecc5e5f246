// The decision table's order, and how a finding becomes a reason with a severity (rules.md 5.4).
#include "verifier/check.h"

#include <algorithm>
#include <array>

namespace evisa::verifier {
namespace {

using visa::Direction;
using visa::ReasonCode;
using visa::Severity;

// Identifiers stay within 15 characters: no allocation per check.
constexpr std::array kRows{
    CheckRow{"clock_and_data", check_clock_and_data},    // 0
    CheckRow{"passport_mrz", check_passport_mrz},        // 1
    CheckRow{"visa_record", check_visa_record},          // 2
    CheckRow{"visa_status", check_visa_status},          // 3
    CheckRow{"not_revoked", check_not_revoked},          // 4
    CheckRow{"passport_number", check_passport_number},  // 5
    CheckRow{"citizenship", check_citizenship},          // 6
    CheckRow{"date_of_birth", check_date_of_birth},      // 7
    CheckRow{"sex", check_sex},                          // 8
    CheckRow{"name", check_name},                        // 9
    CheckRow{"single_entry", check_single_entry},        // 10
    CheckRow{"date_window", check_date_window},          // 11
    CheckRow{"checkpoint", check_checkpoint},            // 12
    CheckRow{"passport_expiry", check_passport_expiry},  // 13
    CheckRow{"passport_months", check_passport_months},  // 14
    CheckRow{"passport_notice", check_passport_notice},  // 15
    CheckRow{"category", check_category},                // 16
    CheckRow{"annex_list", check_annex_list},            // 17
    CheckRow{"seal", check_seal},                        // 18
    CheckRow{"printout", check_printout},                // 18b
    CheckRow{"officer_ticks", check_officer_ticks},      // 19
    CheckRow{"duplicate_scan", check_duplicate_scan},    // 20
    CheckRow{"exit_stay", check_exit_stay},              // 21
};

/// rules.md 5.4: these may not be set below SECOND_LOOK at entry, whatever a rule set says.
bool may_not_be_lowered(ReasonCode code) {
  return code == ReasonCode::VISA_REVOKED || code == ReasonCode::ENTRY_ALREADY_USED ||
         code == ReasonCode::PASSPORT_NUMBER_MISMATCH;
}

std::optional<Severity> severity_of(visa::Policy policy) {
  switch (policy) {
    case visa::Policy::allow:
      return std::nullopt;
    case visa::Policy::second_look:
      return Severity::second_look;
    case visa::Policy::refuse:
      return Severity::refuse;
  }
  return Severity::refuse;
}

}  // namespace

std::span<const CheckRow> check_rows() { return kRows; }

const crypto::VerifiedSeal* believable_seal(const InspectionRequest& request) {
  const auto& seal = request.seal;
  if (!seal || seal->status != crypto::SealStatus::valid || !seal->verified) return nullptr;
  // Another State's visa is no e-visa of ours, whoever put its signer into the bundle.
  return seal->verified->header().issuing_country == "KAZ" ? &*seal->verified : nullptr;
}

const crypto::VerifiedSeal* Facts::verified() const { return believable_seal(request); }

bool Facts::misread(std::string_view field) const {
  return passport == nullptr ||
         std::ranges::any_of(passport->defects, [&](const auto& d) { return d.field == field; });
}

bool Findings::add(ReasonCode code, visa::ReasonParams params) {
  return add_at_most(Severity::refuse, code, std::move(params));
}

bool Findings::add_at_most(Severity highest, ReasonCode code, visa::ReasonParams params) {
  const auto severity = facts_.rules.severity(facts_.reasons, code, facts_.request.direction);
  if (!severity) return false;
  add_at(std::min(*severity, highest), code, std::move(params));
  return true;
}

bool Findings::add_by_policy(visa::Policy policy, ReasonCode code, visa::ReasonParams params,
                             Severity lowest) {
  const visa::Direction direction = facts_.request.direction;
  const bool overridden = facts_.rules.severity_overrides.contains({code, direction});
  auto severity =
      overridden ? facts_.rules.severity(facts_.reasons, code, direction) : severity_of(policy);
  if (lowest > Severity::ok) severity = std::max(severity.value_or(lowest), lowest);
  if (!severity) return false;
  add_at(*severity, code, std::move(params));
  return true;
}

void Findings::add_at(Severity severity, ReasonCode code, visa::ReasonParams params) {
  if (facts_.entry() && may_not_be_lowered(code))
    severity = std::max(severity, Severity::second_look);
  // rules.md 5.4: exit is never a plain refusal; nobody is locked in by software.
  if (facts_.exit()) severity = std::min(severity, Severity::second_look);
  visa::Reason reason{code, severity, std::move(params)};
  if (std::ranges::find(all_, reason) == all_.end()) all_.push_back(std::move(reason));
  check_.reasons.push_back(code);
}

}  // namespace evisa::verifier
