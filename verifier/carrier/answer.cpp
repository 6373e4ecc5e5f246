// From an inspection to the one thing that a carrier is told. rules.md 5.5.
#include <algorithm>
#include <array>

#include "verifier/carrier/boarding.h"
#include "verifier/check.h"

namespace evisa::verifier::carrier {
namespace {

using visa::Reason;
using visa::ReasonCode;
using visa::Severity;

/// What outlives the choice: how grave it is, and the reason told (null: none of that severity).
struct Told {
  Severity severity;
  const Reason* reason;
};

const Reason* first_with(const Inspection& inspection, auto matches) {
  const auto found = std::ranges::find_if(inspection.reasons, matches);
  return found == inspection.reasons.end() ? nullptr : &*found;
}

bool says_whose_it_is(ReasonCode code) {
  constexpr std::array kRows5To7{ReasonCode::PASSPORT_NUMBER_MISMATCH,
                                 ReasonCode::NATIONALITY_MISMATCH, ReasonCode::BIRTHDATE_MISMATCH};
  return std::ranges::find(kRows5To7, code) != kRows5To7.end();
}

/// No passport number was read that could show whose visa this is.
bool passport_unknown(const InspectionRequest& request) {
  if (!request.passport || request.passport->format != visa::MrzFormat::td3) return true;
  return std::ranges::any_of(request.passport->defects,
                             [](const auto& d) { return d.field == "document_number"; });
}

/// Who asks by a number alone may hold a stranger's: until the passport is the visa's own, nothing
/// is told of the visa's state. nullopt: the ordinary headline may be told.
std::optional<Told> stranger(const Inspection& inspection, const InspectionRequest& request) {
  if (believable_seal(request) != nullptr || !request.record) return std::nullopt;
  const auto* mismatch = first_with(inspection, [](const Reason& reason) {
    return reason.severity >= Severity::second_look && says_whose_it_is(reason.code);
  });
  if (mismatch != nullptr) return Told{mismatch->severity, mismatch};
  if (!passport_unknown(request)) return std::nullopt;
  return Told{Severity::second_look, first_with(inspection, [](const Reason& reason) {
                return reason.code == ReasonCode::MRZ_CHECK_FAILED;
              })};
}

/// Nobody could be asked about this visa: that is no proof that there is none.
bool nobody_asked(const InspectionRequest& request) {
  return !request.seal && !request.record && !request.register_asked;
}

Told headline(const Inspection& inspection, bool unknown) {
  const auto counts = [&](const Reason& reason) {
    return !unknown || reason.code != ReasonCode::VISA_NOT_FOUND;
  };
  Severity highest = unknown ? Severity::second_look : inspection.outcome;
  if (unknown)
    for (const auto& reason : inspection.reasons)
      if (counts(reason)) highest = std::max(highest, reason.severity);
  const auto* reason = first_with(
      inspection, [&](const Reason& one) { return counts(one) && one.severity == highest; });
  return {highest, reason};
}

Answer answer_for(Severity severity) {
  switch (severity) {
    case Severity::ok:
    case Severity::notice:
      return Answer::board;
    case Severity::second_look:
      return Answer::call_border;
    case Severity::refuse:
      break;
  }
  return Answer::do_not_board;
}

}  // namespace

BoardingAnswer answer_of(const Inspection& inspection, const InspectionRequest& request,
                         const visa::ReasonTable& table, visa::Language language) {
  const Told told =
      stranger(inspection, request).value_or(headline(inspection, nobody_asked(request)));
  BoardingAnswer answer;
  answer.answer = answer_for(told.severity);
  answer.at = request.now;
  answer.ruleset_id = inspection.ruleset_id;
  answer.bundle_sequence = inspection.bundle_sequence;
  // Something could not be checked and gave no reason of its own.
  static const Reason kUnchecked{ReasonCode::DATA_STALE, Severity::second_look, {{"minutes", "?"}}};
  const bool stopped = answer.answer != Answer::board;
  const Reason* reason = told.reason == nullptr && stopped ? &kUnchecked : told.reason;
  if (reason == nullptr) return answer;
  answer.code = reason->code;
  answer.text = table.traveller_text(*reason, language);
  // A remark that a rule set or a missing arrival made graver has no text of its own.
  if (answer.text.empty() && stopped) answer.text = table.traveller_text(kUnchecked, language);
  return answer;
}

}  // namespace evisa::verifier::carrier
