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

ActNeeds note_for(std::string why) {
  return {.note = true, .senior = false, .why = std::move(why)};
}

ActNeeds senior_for(std::string why) {
  return {.note = true, .senior = true, .why = std::move(why)};
}

/// rules.md 5.4: what a passing act needs on top of the officer's own word.
Result<ActNeeds> needs_to_pass(Act act, const Inspection& inspection, bool back_dated) {
  if (!inspection.visa || !inspection.visa->number)
    return fail(Errc::out_of_range, "no visa with a number was proved: nothing to record it on",
                "find the visa in the register, or read the second code on the page");
  // rules.md 5.3: never before midnight, on nobody's word.
  if (act == Act::admit && has(inspection, ReasonCode::VISA_NOT_YET_VALID))
    return fail(Errc::out_of_range, "the visa is not valid yet: no entry before its first day",
                "the traveller may wait in the transit area");
  if (inspection.outcome == Severity::refuse) return senior_for("the outcome is REFUSE");
  if (has(inspection, ReasonCode::NO_ENTRY_RECORD))
    return senior_for("no entry is on record: the stay is closed by hand");
  if (back_dated) return senior_for("a back-dated act");
  if (inspection.outcome == Severity::second_look) return note_for("the outcome is SECOND_LOOK");
  return ActNeeds{};
}

Result<void> has_what_it_needs(const OfficerAct& act, const ActNeeds& needs) {
  if (needs.note && act.note.empty())
    return fail(Errc::out_of_range, needs.why + ": the officer's reason is missing",
                "give the reason; it is stored with the event");
  return needs.senior ? second_person(act.officer, act.senior, needs.why) : Result<void>{};
}

Result<void> back_dating_makes_sense(const Inspection& inspection, const InspectionRequest& request,
                                     const OfficerAct& act, const visa::RuleSet& rules) {
  if (!act.back_dated) return {};
  if (*act.back_dated > request.now)
    return fail(Errc::out_of_range, fmt::format("back-dated to {}, which is yet to come",
                                                visa::to_string(*act.back_dated)));
  const auto& from = inspection.visa ? inspection.visa->valid_from : std::nullopt;
  if (act.act == Act::admit && from && rules.local_time.date_of(*act.back_dated) < *from)
    return fail(Errc::out_of_range,
                fmt::format("entry back-dated to {}, before the visa's first day {}",
                            visa::to_string(*act.back_dated), from->iso()));
  const auto& entry = inspection.use.entry;
  if (act.act == Act::let_out && entry && *act.back_dated < entry->time)
    return fail(Errc::out_of_range,
                fmt::format("exit back-dated to {}, before the entry of {}",
                            visa::to_string(*act.back_dated), visa::to_string(entry->time)));
  return {};
}

Result<void> allowed(const Inspection& inspection, const InspectionRequest& request,
                     const OfficerAct& act, const visa::RuleSet& rules) {
  if (auto fits = fits_direction(act.act, request.direction); !fits) return fits;
  if (auto sense = back_dating_makes_sense(inspection, request, act, rules); !sense) return sense;
  const auto needs = needs_of(act.act, inspection, request.direction, act.back_dated.has_value());
  if (!needs) return std::unexpected(needs.error());
  return has_what_it_needs(act, *needs);
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

/// Refusals and referrals change nothing of a visa, so they do not make the next act another one.
bool changes_use(const visa::Crossing& event) {
  switch (event.kind) {
    case visa::EventKind::entry:
    case visa::EventKind::exit:
    case visa::EventKind::reversal:
    case visa::EventKind::resolution:
      return true;
    case visa::EventKind::refusal:
    case visa::EventKind::referral:
      break;
  }
  return false;
}

std::string_view headline_of(const visa::Crossing& crossing) {
  return crossing.reasons.empty() ? std::string_view("-") : crossing.reasons.front();
}

/// Where no visa is proved there is nothing that names the traveller, and travellers must not be
/// taken for each other: the instant of the inspection does, with the first bytes of the code's
/// signature where one was decoded. Nothing of the passport: keys are stored.
std::string key_without_visa(const visa::Crossing& crossing, const InspectionRequest& request) {
  std::string code = "-";
  if (request.seal && request.seal->seal) {
    const auto signature = request.seal->seal->signature();
    code = crypto::to_hex(signature.first(std::min<std::size_t>(signature.size(), 8)));
  }
  return fmt::format("none/{}/{}/{}/{}/{}/{}", to_string(crossing.kind), crossing.id.booth,
                     request.now.time_since_epoch().count(), crossing.officer,
                     headline_of(crossing), code);
}

/// Equal for a retry of the same act, different once the visa's use has changed: an entry that was
/// reversed can be recorded anew within the same minutes (rules.md 5.6).
std::string key_of(const visa::Crossing& crossing, const InspectionRequest& request, int window) {
  if (!crossing.visa) return key_without_visa(crossing, request);
  const auto minutes =
      std::chrono::floor<std::chrono::minutes>(request.now.time_since_epoch()).count();
  std::string key = fmt::format("{}/{}/{}/{}/{}", crossing.visa->text(), to_string(crossing.kind),
                                crossing.id.booth, minutes / std::max(1, window),
                                std::ranges::count_if(request.history, changes_use));
  // Another officer's refusal, or one on other grounds, is an act of its own.
  if (!changes_use(crossing)) key += fmt::format("/{}/{}", crossing.officer, headline_of(crossing));
  return key;
}

void fill(visa::Crossing& crossing, const Inspection& inspection, const InspectionRequest& request,
          const OfficerAct& act) {
  crossing.kind = kind_of(act.act);
  crossing.time = act.back_dated.value_or(request.now);
  if (inspection.visa && inspection.visa->number) crossing.visa = inspection.visa->number;
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
      return "exit";
  }
  return "refer";
}

Result<void> fits_direction(Act act, visa::Direction direction) {
  const bool entry = direction == visa::Direction::entry;
  const bool exit = direction == visa::Direction::exit;
  const bool fits = (act == Act::admit && entry) || (act == Act::refuse && entry) ||
                    (act == Act::let_out && exit) || (act == Act::refer && (entry || exit));
  if (fits) return {};
  return fail(
      Errc::out_of_range,
      fmt::format("{} cannot be recorded in direction {}", to_string(act), to_string(direction)),
      "entry knows admit, refuse, refer; exit knows exit, refer; boarding records nothing");
}

Result<ActNeeds> needs_of(Act act, const Inspection& inspection, visa::Direction direction,
                          bool back_dated) {
  if (auto fits = fits_direction(act, direction); !fits) return std::unexpected(fits.error());
  switch (act) {
    case Act::admit:
    case Act::let_out:
      return needs_to_pass(act, inspection, back_dated);
    case Act::refuse:
      if (inspection.outcome == Severity::refuse) return ActNeeds{};
      return note_for("refused although the outcome is " +
                      std::string(to_string(inspection.outcome)));
    case Act::refer:
      return ActNeeds{};
  }
  return ActNeeds{};
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
  const auto& rules = trust.rules != nullptr ? *trust.rules : visa::RuleSet::builtin();
  if (const auto yes = allowed(inspection, request, act, rules); !yes)
    return std::unexpected(yes.error());
  draft.crossing = std::move(*crossing);
  fill(draft.crossing, inspection, request, act);
  if (act.act == Act::admit || act.act == Act::let_out) draft.already = inspection.duplicate_of;
  draft.forced =
      act.act == Act::admit && !draft.already && inspection.use.use != visa::VisaUse::issued;
  draft.idempotency_key = key_of(draft.crossing, request, rules.dup_minutes);
  return checked(std::move(draft));
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
