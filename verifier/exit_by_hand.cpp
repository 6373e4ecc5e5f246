// An exit on a visa number read out loud: the paper cannot be read. rules.md 5.4, 5.6.
#include <fmt/format.h>

#include "verifier/record_event.h"

namespace evisa::verifier {
namespace {

Result<void> may_leave(const visa::VisaUseState& use, const Correction& by) {
  if (by.note.empty())
    return fail(Errc::out_of_range, "an exit without readable paper needs its reason",
                "for example: print-out torn, boarding card and passport seen");
  if (auto second = second_person(by.officer, by.senior, "an exit without readable paper"); !second)
    return second;
  if (use.use == visa::VisaUse::spent)
    return fail(Errc::out_of_range,
                fmt::format("the exit is on record as {}", use.exit ? use.exit->id.text() : "?"));
  if (use.entry && by.now < use.entry->time)
    return fail(Errc::out_of_range,
                fmt::format("exit at {}, before the entry of {}", visa::to_string(by.now),
                            visa::to_string(use.entry->time)));
  return {};
}

}  // namespace

Result<Draft> draft_exit_by_hand(visa::VisaNumber number, std::span<const visa::Crossing> history,
                                 const Correction& by, const Trust& trust) {
  const auto use = visa::fold_crossings(history);
  auto crossing = start_event(by);
  if (!crossing) return std::unexpected(crossing.error());
  if (auto yes = may_leave(use, by); !yes) return std::unexpected(yes.error());
  Draft draft;
  draft.crossing = std::move(*crossing);
  draft.crossing.kind = visa::EventKind::exit;
  draft.crossing.visa = number;
  draft.crossing.outcome = visa::Severity::second_look;
  draft.crossing.reasons.emplace_back(visa::to_string(visa::ReasonCode::SEAL_UNREADABLE));
  if (!use.entry)
    draft.crossing.reasons.emplace_back(visa::to_string(visa::ReasonCode::NO_ENTRY_RECORD));
  const auto& rules = trust.rules != nullptr ? *trust.rules : visa::RuleSet::builtin();
  draft.crossing.ruleset_id = rules.ruleset_id;
  draft.crossing.bundle_sequence = trust.bundle_sequence;
  draft.crossing.manual = true;
  // Once it is on record, a retry finds the exit in the history.
  draft.idempotency_key =
      fmt::format("{}/exit_by_hand/{}/{}", number.text(), by.booth, history.size());
  return checked(std::move(draft));
}

}  // namespace evisa::verifier
