// Reversals and resolutions: nothing is deleted, a mistake is an event of its own (rules.md 5.6).
#include <fmt/format.h>

#include <algorithm>

#include "verifier/record_event.h"

namespace evisa::verifier {
namespace {

const visa::RuleSet& rules_of(const Trust& trust) {
  return trust.rules != nullptr ? *trust.rules : visa::RuleSet::builtin();
}

Result<Draft> draft_of(const Correction& by, const visa::Crossing& about, visa::EventKind kind,
                       const visa::EventId& reverses, const Trust& trust) {
  auto crossing = start_event(by);
  if (!crossing) return std::unexpected(crossing.error());
  Draft draft;
  draft.crossing = std::move(*crossing);
  draft.crossing.kind = kind;
  draft.crossing.visa = about.visa;
  draft.crossing.reverses = reverses;
  draft.crossing.ruleset_id = rules_of(trust).ruleset_id;
  draft.crossing.bundle_sequence = trust.bundle_sequence;
  // One event can be taken back once: a retry is the same act whenever it comes.
  draft.idempotency_key = fmt::format("{}/{}/{}", to_string(kind), reverses.text(), by.booth);
  return draft;
}

/// A senior officer confirms, or acts himself on what somebody else recorded.
Result<void> by_senior(const Correction& by, const visa::Crossing& recorded, std::string_view why) {
  if (by.senior_acts) return second_person(recorded.officer, by.officer, why);
  return second_person(by.officer, by.senior, why);
}

/// All that stands against the entry that is kept, an exit without entry too; not empty.
std::vector<visa::EventId> others_of(const visa::VisaUseState& use, const visa::EventId& kept) {
  std::vector<visa::EventId> others;
  const auto& first = use.entry ? use.entry : use.exit;
  if (first && first->id != kept) others.push_back(first->id);
  for (const visa::Crossing& entry : use.conflicts) {
    if (entry.id != kept) others.push_back(entry.id);
  }
  return others;
}

}  // namespace

Result<ActNeeds> needs_of_reversal(const visa::Crossing& event, std::string_view officer,
                                   visa::Instant now, const visa::RuleSet& rules) {
  if (event.kind != visa::EventKind::entry && event.kind != visa::EventKind::exit)
    return fail(Errc::out_of_range,
                fmt::format("{} is a {}: only an entry or an exit can be reversed", event.id.text(),
                            to_string(event.kind)));
  const auto since = now - event.time;
  const bool soon =
      since >= since.zero() && since <= std::chrono::minutes{rules.reverse_self_minutes};
  if (soon && officer == event.officer) return ActNeeds{.note = true, .senior = false, .why = {}};
  return ActNeeds{
      .note = true,
      .senior = true,
      .why = fmt::format("{} by badge {} is reversed by the same officer within {} min only",
                         event.id.text(), event.officer, rules.reverse_self_minutes)};
}

Result<Draft> draft_reversal(const visa::Crossing& event, const Correction& correction,
                             const Trust& trust) {
  const auto needs = needs_of_reversal(event, correction.officer, correction.now, rules_of(trust));
  if (!needs) return std::unexpected(needs.error());
  if (correction.note.empty())
    return fail(Errc::out_of_range, "a reversal needs its reason",
                "for example: wrong passenger, refused after record");
  if (needs->senior) {
    if (auto second = by_senior(correction, event, needs->why); !second)
      return std::unexpected(second.error());
  }
  auto draft = draft_of(correction, event, visa::EventKind::reversal, event.id, trust);
  if (!draft) return draft;
  return checked(std::move(*draft));
}

Result<Draft> draft_resolution(const visa::VisaUseState& use, const visa::EventId& kept,
                               const Correction& correction, const Trust& trust) {
  if (use.conflicts.empty())
    return fail(Errc::out_of_range, "no double use to resolve: at most one entry stands");
  // No entry counts where an exit spent the visa alone: then only a later one can be kept.
  const visa::Crossing& counts = use.entry ? *use.entry : use.conflicts.front();
  const auto conflict = std::ranges::find(use.conflicts, kept, &visa::Crossing::id);
  if (counts.id != kept && conflict == use.conflicts.end())
    return fail(Errc::out_of_range, fmt::format("{} is not an entry of this conflict", kept.text()),
                fmt::format("one of {}, {}", counts.id.text(), use.conflicts.back().id.text()));
  if (correction.note.empty()) return fail(Errc::out_of_range, "a resolution needs its reason");
  const visa::Crossing& entry = counts.id == kept ? counts : *conflict;
  if (auto second = by_senior(correction, entry, "a resolution"); !second)
    return std::unexpected(second.error());
  auto draft = draft_of(correction, counts, visa::EventKind::resolution, kept, trust);
  if (!draft) return draft;
  draft->crossing.sets_aside = others_of(use, kept);
  // An entry that comes to light later is a conflict of its own, with a resolution of its own.
  const auto& others = draft->crossing.sets_aside;
  draft->idempotency_key += fmt::format("/{}/{}", others.size(), others.front().text());
  return checked(std::move(*draft));
}

}  // namespace evisa::verifier
