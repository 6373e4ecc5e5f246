// Recording an officer's act at the booth: entry, exit, refusal, referral.
#include "verifier/recording.h"

#include <fmt/format.h>

#include <algorithm>

#include "verifier/record_event.h"

namespace evisa::verifier {
namespace {

using visa::ReasonCode;
using visa::Severity;

bool has(const Inspection& inspection, ReasonCode code) {
  return std::ranges::any_of(inspection.reasons, [&](const auto& r) { return r.code == code; });
}

visa::EventKind kind_of(Act act) {
  switch (act) {
    case Act::admit:
      return visa::EventKind::entry;
    case Act::let_out:
      return visa::EventKind::exit;
    case Act::refuse:
      return visa::EventKind::refusal;
    case Act::refer:
      return visa::EventKind::referral;
  }
  return visa::EventKind::referral;
}

/// Which acts a direction knows. A boarding check records nothing (rules.md 5.5).
Result<void> fits_direction(Act act, visa::Direction direction) {
  const bool entry = direction == visa::Direction::entry;
  const bool exit = direction == visa::Direction::exit;
  const bool fits = (act == Act::admit && entry) || (act == Act::refuse && entry) ||
                    (act == Act::let_out && exit) || (act == Act::refer && (entry || exit));
  if (fits) return {};
  return fail(
      Errc::out_of_range,
      fmt::format("{} cannot be recorded in direction {}", to_string(act), to_string(direction)),
      "entry knows admit, refuse, refer; exit knows let_out, refer; boarding records nothing");
}

Result<void> need_note(const OfficerAct& act, std::string_view why) {
  if (!act.note.empty()) return {};
  return fail(Errc::out_of_range, fmt::format("{}: the officer's reason is missing", why),
              "give the reason; it is stored with the event");
}

Result<void> need_senior(const OfficerAct& act, std::string_view why) {
  if (auto noted = need_note(act, why); !noted) return noted;
  return second_person(act.officer, act.senior, why);
}

/// rules.md 5.4: what a passing act needs on top of the officer's own word.
Result<void> may_pass(const Inspection& inspection, const OfficerAct& act) {
  if (!inspection.visa || !inspection.visa->number)
    return fail(Errc::out_of_range, "no visa with a number was proved: nothing to record it on",
                "find the visa in the register, or read the second code on the page");
  // rules.md 5.3: never before midnight, on nobody's word.
  if (act.act == Act::admit && has(inspection, ReasonCode::VISA_NOT_YET_VALID))
    return fail(Errc::out_of_range, "the visa is not valid yet: no entry before its first day",
                "the traveller may wait in the transit area");
  if (inspection.outcome == Severity::refuse) return need_senior(act, "the outcome is REFUSE");
  if (has(inspection, ReasonCode::NO_ENTRY_RECORD))
    return need_senior(act, "no entry is on record: the stay is closed by hand");
  if (act.back_dated) return need_senior(act, "a back-dated act");
  if (inspection.outcome == Severity::second_look)
    return need_note(act, "the outcome is SECOND_LOOK");
  return {};
}

Result<void> back_dating_makes_sense(const Inspection& inspection, const InspectionRequest& request,
                                     const OfficerAct& act) {
  if (!act.back_dated) return {};
  if (*act.back_dated > request.now)
    return fail(Errc::out_of_range, fmt::format("back-dated to {}, which is yet to come",
                                                visa::to_string(*act.back_dated)));
  const auto& entry = inspection.use.entry;
  if (act.act == Act::let_out && entry && *act.back_dated < entry->time)
    return fail(Errc::out_of_range,
                fmt::format("exit back-dated to {}, before the entry of {}",
                            visa::to_string(*act.back_dated), visa::to_string(entry->time)));
  return {};
}

Result<void> allowed(const Inspection& inspection, const InspectionRequest& request,
                     const OfficerAct& act) {
  if (auto fits = fits_direction(act.act, request.direction); !fits) return fits;
  if (auto sense = back_dating_makes_sense(inspection, request, act); !sense) return sense;
  switch (act.act) {
    case Act::admit:
    case Act::let_out:
      return may_pass(inspection, act);
    case Act::refuse:
      if (inspection.outcome == Severity::refuse) return {};
      return need_note(
          act, "refused although the outcome is " + std::string(to_string(inspection.outcome)));
    case Act::refer:
      return {};
  }
  return {};
}

/// Headline first, then the others in the table's order.
std::vector<std::string> reason_codes(const Inspection& inspection) {
  std::vector<std::string> codes;
  if (inspection.headline) codes.emplace_back(to_string(*inspection.headline));
  for (const auto& reason : inspection.reasons) {
    std::string code(to_string(reason.code));
    if (std::ranges::find(codes, code) == codes.end()) codes.push_back(std::move(code));
  }
  return codes;
}

/// Equal for a retry of the same request, different once another event of this visa is known: an
/// entry that was reversed can be recorded anew within the same minutes (rules.md 5.6).
std::string key_of(const visa::Crossing& crossing, const InspectionRequest& request, int window) {
  const auto minutes =
      std::chrono::floor<std::chrono::minutes>(request.now.time_since_epoch()).count();
  return fmt::format("{}/{}/{}/{}/{}", crossing.visa.text(), to_string(crossing.kind),
                     crossing.id.booth, minutes / std::max(1, window), request.history.size());
}

void fill(visa::Crossing& crossing, const Inspection& inspection, const InspectionRequest& request,
          const OfficerAct& act) {
  crossing.kind = kind_of(act.act);
  crossing.time = act.back_dated.value_or(request.now);
  if (inspection.visa && inspection.visa->number) crossing.visa = *inspection.visa->number;
  crossing.outcome = inspection.outcome;
  crossing.reasons = reason_codes(inspection);
  crossing.ruleset_id = inspection.ruleset_id;
  crossing.bundle_sequence = inspection.bundle_sequence;
  crossing.provisional = act.provisional;
  crossing.manual = act.back_dated.has_value() ||
                    (act.act == Act::let_out && has(inspection, ReasonCode::NO_ENTRY_RECORD));
}

}  // namespace

std::string_view to_string(Act act) {
  switch (act) {
    case Act::admit:
      return "admit";
    case Act::refuse:
      return "refuse";
    case Act::refer:
      return "refer";
    case Act::let_out:
      return "let_out";
  }
  return "refer";
}

Result<Draft> draft_crossing(const Inspection& inspection, const InspectionRequest& request,
                             const OfficerAct& act, const Trust& trust) {
  const auto& airports =
      trust.airports != nullptr ? *trust.airports : visa::AirportTable::builtin();
  const visa::Airport* airport = airports.find(request.checkpoint);
  if (airport == nullptr)
    return fail(Errc::out_of_range,
                fmt::format("'{}' is no airport: the crossing log keeps airports only",
                            request.checkpoint));
  Draft draft;
  auto crossing = start_event({.booth = request.booth,
                               .airport = airport->iata,
                               .now = request.now,
                               .officer = act.officer,
                               .senior = act.senior,
                               .note = act.note});
  if (!crossing) return std::unexpected(crossing.error());
  if (const auto yes = allowed(inspection, request, act); !yes) return std::unexpected(yes.error());
  draft.crossing = std::move(*crossing);
  fill(draft.crossing, inspection, request, act);
  if (act.act == Act::admit || act.act == Act::let_out) draft.already = inspection.duplicate_of;
  draft.forced =
      act.act == Act::admit && !draft.already && inspection.use.use != visa::VisaUse::issued;
  const auto& rules = trust.rules != nullptr ? *trust.rules : visa::RuleSet::builtin();
  draft.idempotency_key = key_of(draft.crossing, request, rules.dup_minutes);
  return draft;
}

std::vector<visa::Reason> after_record(const Inspection& inspection, const visa::Crossing& recorded,
                                       const Trust& trust) {
  const auto& rules = trust.rules != nullptr ? *trust.rules : visa::RuleSet::builtin();
  const auto& table = trust.reasons != nullptr ? *trust.reasons : visa::ReasonTable::builtin();
  std::vector<visa::Reason> told;
  const auto tell = [&](ReasonCode code, visa::Direction direction, visa::ReasonParams params) {
    if (const auto severity = rules.severity(table, code, direction))
      told.push_back({code, *severity, std::move(params)});
  };
  if (recorded.kind == visa::EventKind::exit)
    tell(ReasonCode::EXIT_RECORDED, visa::Direction::exit, {});
  if (recorded.kind != visa::EventKind::entry || !inspection.visa) return told;
  const auto leave_by =
      exit_deadline(*inspection.visa, rules.local_time.date_of(recorded.time), rules);
  tell(ReasonCode::ENTRY_RECORDED, visa::Direction::entry, {{"date", leave_by.iso()}});
  tell(ReasonCode::HOST_NOTIFY, visa::Direction::entry,
       {{"days", fmt::to_string(rules.host_notice_days)}});
  return told;
}

}  // namespace evisa::verifier
