// rules.md 5.2: exit needs an entry, a reversal needs something to take back, in the right order.
#include "db/crossing_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace evisa::db {
namespace {

using visa::Crossing;
using visa::EventKind;
using History = std::span<const Crossing>;

std::unexpected<Error> refuse(std::string message, std::string hint = {}) {
  return fail(Errc::out_of_range, std::move(message), std::move(hint));
}

// Whether the state rests on this event.
bool counts(const visa::VisaUseState& state, const visa::EventId& id) {
  return (state.entry && state.entry->id == id) || (state.exit && state.exit->id == id) ||
         std::ranges::find(state.conflicts, id, &Crossing::id) != state.conflicts.end();
}

visa::VisaUseState state_after(const Crossing& act, History history) {
  std::vector<Crossing> events(history.begin(), history.end());
  events.push_back(act);
  return visa::fold_crossings(events);
}

Result<void> check_reverses_nothing(const Crossing& act) {
  if (!act.reverses) return {};
  return refuse(fmt::format("only a reversal or a resolution names another event; {} names {}",
                            visa::to_string(act.kind), act.reverses->text()));
}

// SPEC: rules.md 5.2, column "exit", and the invariant "not earlier in time".
Result<void> check_exit(const Crossing& act, History history) {
  const visa::VisaUseState state = visa::fold_crossings(history);
  if (state.use == visa::VisaUse::spent) {
    return refuse(fmt::format("the exit of visa {} is on record already: {}", act.visa->text(),
                              state.exit ? state.exit->id.text() : "unknown"),
                  "if that exit was a mistake, reverse it first");
  }
  if (!state.entry) {
    if (act.manual) return {};
    return refuse(fmt::format("no entry of visa {} is on record", act.visa->text()),
                  "a senior officer may add a back-dated entry, or a manual exit");
  }
  const auto after = state_after(act, history);
  if (!after.entry || !after.exit || after.exit->id != act.id) {
    return refuse(fmt::format("the exit at {} lies before the entry {} at {}",
                              visa::to_string(act.time), state.entry->id.text(),
                              visa::to_string(state.entry->time)));
  }
  return {};
}

const Crossing* find_event(History history, const visa::EventId& id) {
  const auto found = std::ranges::find(history, id, &Crossing::id);
  return found == history.end() ? nullptr : &*found;
}

Result<const Crossing*> find_standing(const Crossing& act, History history) {
  if (!act.reverses) {
    return refuse(fmt::format("a {} must name an event", visa::to_string(act.kind)));
  }
  const Crossing* target = find_event(history, *act.reverses);
  if (target == nullptr) {
    return refuse(fmt::format("visa {} has no event {}", act.visa->text(), act.reverses->text()));
  }
  if (const Crossing* earlier = find_reversal(history, target->id)) {
    return refuse(
        fmt::format("event {} was reversed already, by {}", target->id.text(), earlier->id.text()));
  }
  return target;
}

// SPEC: rules.md 5.2, columns "reverse entry" and "reverse exit": in SPENT the exit comes off
// first.
Result<void> check_reversal(const Crossing& act, History history) {
  const auto target = find_standing(act, history);
  if (!target) return std::unexpected(target.error());
  const EventKind kind = (*target)->kind;
  if (kind != EventKind::entry && kind != EventKind::exit) {
    return refuse(fmt::format("event {} is a {}; only an entry or an exit can be reversed",
                              (*target)->id.text(), visa::to_string(kind)));
  }
  const visa::VisaUseState state = visa::fold_crossings(history);
  if (kind == EventKind::entry && state.exit && state.entry && state.entry->id == (*target)->id) {
    return refuse(fmt::format("entry {} has an exit on record: {}", (*target)->id.text(),
                              state.exit->id.text()),
                  "reverse the exit first");
  }
  // The fold goes by time: with a clock behind the exit's reversal this one would change nothing.
  if (counts(state_after(act, history), (*target)->id)) {
    return refuse(fmt::format("the reversal of {} at {} lies before what it depends on",
                              (*target)->id.text(), visa::to_string(act.time)),
                  "check this device's clock");
  }
  return {};
}

// SPEC: design.md section 7: a senior officer resolves a DOUBLE_USE_CONFLICT by naming the entry
// kept.
Result<void> check_resolution(const Crossing& act, History history) {
  const auto target = find_standing(act, history);
  if (!target) return std::unexpected(target.error());
  if ((*target)->kind != EventKind::entry) {
    return refuse(fmt::format("event {} is not an entry", (*target)->id.text()));
  }
  if (visa::fold_crossings(history).conflicts.empty()) {
    return refuse(fmt::format("visa {} has no conflict to resolve", act.visa->text()));
  }
  for (const visa::EventId& id : act.sets_aside) {
    if (find_event(history, id) == nullptr) {
      return refuse(fmt::format("visa {} has no event {}", act.visa->text(), id.text()));
    }
  }
  const auto after = state_after(act, history);
  if (!after.conflicts.empty()) {
    return refuse(fmt::format("{} is left in conflict: it is neither kept nor set aside",
                              after.conflicts.front().id.text()),
                  "look at the visa's events again; one may just have arrived");
  }
  return {};
}

}  // namespace

const Crossing* find_reversal(History history, const visa::EventId& event) {
  if (counts(visa::fold_crossings(history), event)) return nullptr;
  const auto found = std::ranges::find_if(history, [&](const Crossing& c) {
    return c.kind == EventKind::reversal && c.reverses == event;
  });
  return found == history.end() ? nullptr : &*found;
}

Result<void> check_allowed(const Crossing& act, History history) {
  const bool may_lack_a_visa = act.kind == EventKind::refusal || act.kind == EventKind::referral;
  if (!act.visa && !may_lack_a_visa) {
    return refuse(fmt::format("a {} needs a visa number", visa::to_string(act.kind)));
  }
  switch (act.kind) {
    case EventKind::reversal:
      return check_reversal(act, history);
    case EventKind::resolution:
      return check_resolution(act, history);
    case EventKind::exit:
      if (auto fine = check_reverses_nothing(act); !fine) return fine;
      return check_exit(act, history);
    case EventKind::entry:
    case EventKind::refusal:
    case EventKind::referral:
      return check_reverses_nothing(act);
  }
  return refuse("an unknown kind of event");
}

std::optional<Crossing> claiming_event(History history) {
  visa::VisaUseState state = visa::fold_crossings(history);
  return state.entry ? std::move(state.entry) : std::move(state.exit);
}

}  // namespace evisa::db
