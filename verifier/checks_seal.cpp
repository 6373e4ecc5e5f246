// Row 18: the seal. Refused when proved wrong, a second look when undetermined. rules.md 5.4.
#include <fmt/format.h>

#include "verifier/check.h"
#include "verifier/differences.h"
#include "verifier/seal_reasons.h"

namespace evisa::verifier {
namespace {

using visa::ReasonCode;
using visa::Severity;

std::string signer_text(const crypto::SealValidation& seal) {
  if (!seal.seal) return "?";
  const auto& header = seal.seal->header();
  return fmt::format("{} {}", header.signer, header.certificate_reference);
}

std::string revocation_date(const Facts& facts, const crypto::SealValidation& seal) {
  if (!seal.signer_revoked_at) return "?";
  return facts.rules.local_time.date_of(*seal.signer_revoked_at).iso();
}

std::string found_text(const crypto::SealValidation& seal) {
  // It verified, so all that is wrong with it is whose it is.
  if (seal.status == crypto::SealStatus::valid && seal.verified)
    return "seal of " + seal.verified->header().issuing_country;
  return seal.detail.empty() ? "?" : seal.detail;
}

visa::ReasonParams not_evisa_params(const crypto::SealValidation& seal) {
  visa::ReasonParams params{{"found", found_text(seal)}};
  if (seal.status == crypto::SealStatus::valid && seal.verified) {
    params.emplace_back("state", seal.verified->header().issuing_country);
    params.emplace_back("variant", "foreign");
  } else {
    const bool document = seal.has(crypto::SubIndication::invalid_documenttype);
    params.emplace_back("variant", document ? "other_document" : "wrong_format");
  }
  return params;
}

visa::ReasonParams signer_unknown_params(const Facts& facts, const crypto::SealValidation& seal) {
  visa::ReasonParams params{{"signer", signer_text(seal)},
                            {"bundle", fmt::to_string(facts.trust.bundle_sequence)}};
  // It is in the bundle, so "not in the bundle" would be untrue.
  if (seal.has(crypto::SubIndication::untrusted_certificate))
    params.emplace_back("variant", "untrusted");
  return params;
}

/// What the text of a reason about a seal names.
visa::ReasonParams params_of(const Facts& facts, ReasonCode code) {
  const crypto::SealValidation& seal = *facts.request.seal;
  if (code == ReasonCode::SEAL_NOT_EVISA) return not_evisa_params(seal);
  if (code == ReasonCode::SEAL_SIGNER_UNKNOWN) return signer_unknown_params(facts, seal);
  if (code == ReasonCode::SEAL_SIGNER_REVOKED)
    return {{"signer", signer_text(seal)}, {"date", revocation_date(facts, seal)}};
  if (code == ReasonCode::SEAL_SIGNER_OUT_OF_PERIOD)
    return {{"signer", signer_text(seal)},
            {"date", seal.seal ? seal.seal->header().signature_date.iso() : "?"}};
  if (code == ReasonCode::MRZ_CHECK_FAILED) return {{"field", "visa"}, {"variant", "in_seal"}};
  return {};
}

CheckResult report(const Facts& facts, Findings& findings, crypto::SubIndication sub) {
  const auto reason = seal_reason(sub);
  if (!reason) return CheckResult::successful;
  // TR-03135 5.9: the signer's validity is undetermined where the time is: never refuse on it.
  const bool undated = sub == crypto::SubIndication::expired_certificate && !facts.clock_trusted;
  findings.add_at_most(undated ? Severity::second_look : Severity::refuse, reason->code,
                       params_of(facts, reason->code));
  return undated ? CheckResult::undetermined : reason->result;
}

/// The signature date of a seal is written by whoever holds the key. Once a signer is revoked, a
/// date before that proves nothing; only the register's equal record does.
CheckResult check_revoked_signer(const Facts& facts, Findings& findings) {
  if (!facts.request.seal->signer_revoked_at) return CheckResult::successful;
  const visa::Visa& visa = facts.verified()->visa();
  const auto& record = facts.request.record;
  if (record && visa.number && visa.number == record->visa.number &&
      differing_fields(visa, record->visa).empty())
    return CheckResult::successful;
  findings.add_at_most(Severity::second_look, ReasonCode::SEAL_SIGNER_REVOKED,
                       params_of(facts, ReasonCode::SEAL_SIGNER_REVOKED));
  return CheckResult::undetermined;
}

}  // namespace

CheckResult check_seal(const Facts& facts, Findings& findings) {
  if (!facts.request.seal) return CheckResult::not_supported;
  if (facts.verified() != nullptr) return check_revoked_signer(facts, findings);
  CheckResult result = CheckResult::successful;
  for (const auto sub : facts.request.seal->sub_indications) {
    const CheckResult one = report(facts, findings, sub);
    // What is proved outweighs what is missing.
    if (one != CheckResult::successful && result != CheckResult::failed) result = one;
  }
  if (result != CheckResult::successful) return result;
  // VALID and yet no visa, or INVALID without a word why: neither is ever believed.
  findings.add(ReasonCode::SEAL_NOT_EVISA, params_of(facts, ReasonCode::SEAL_NOT_EVISA));
  return CheckResult::failed;
}

}  // namespace evisa::verifier
