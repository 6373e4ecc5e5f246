// Event ids and kinds, and the fold that turns a visa's events into its state (rules.md 5.2).
#include "visa/crossing.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "visa/digits.h"

namespace evisa::visa {
namespace {

constexpr std::array kKinds{EventKind::entry,    EventKind::exit,     EventKind::refusal,
                            EventKind::referral, EventKind::reversal, EventKind::resolution};

using Events = std::vector<const Crossing*>;  // in the order of the log
using Reversed = std::set<EventId>;

/// (time, booth, sequence); the rest only makes the order total when a booth forks its chain.
bool before(const Crossing* a, const Crossing* b) {
  const auto key = [](const Crossing& c) {
    return std::tie(c.time, c.id, c.kind, c.visa, c.airport, c.reverses, c.sets_aside,
                    c.provisional, c.manual, c.officer, c.outcome, c.reasons, c.ruleset_id,
                    c.bundle_sequence, c.software, c.note);
  };
  return key(*a) < key(*b);
}

Events in_order(std::span<const Crossing> all) {
  Events sorted;
  for (const Crossing& event : all) sorted.push_back(&event);
  std::ranges::sort(sorted, before);
  Events events;
  std::set<EventId> seen;
  for (const Crossing* event : sorted) {
    if (event->visa == sorted.front()->visa && seen.insert(event->id).second) {
      events.push_back(event);
    }
  }
  return events;
}

Events of_kind(std::span<const Crossing* const> events, EventKind kind, const Reversed& reversed) {
  Events found;
  for (const Crossing* event : events) {
    if (event->kind == kind && !reversed.contains(event->id)) found.push_back(event);
  }
  return found;
}

/// What the senior officers decided: the entry that the last resolution keeps, and what all of them
/// set aside. A resolution whose entry was reversed meanwhile decides nothing any more. Events are
/// set aside by name, never by time: what comes to light later is a conflict of its own.
struct Decision {
  const Crossing* kept = nullptr;
  std::set<EventId> set_aside;
};

Decision decide(std::span<const Crossing* const> events, const Events& entries) {
  Decision decision;
  for (const Crossing* event : events) {
    if (event->kind != EventKind::resolution || !event->reverses) continue;
    const auto kept = std::ranges::find(entries, *event->reverses, &Crossing::id);
    if (kept == entries.end()) continue;
    decision.kept = *kept;
    decision.set_aside.insert(event->sets_aside.begin(), event->sets_aside.end());
  }
  return decision;
}

struct State {
  const Crossing* entry = nullptr;
  const Crossing* exit = nullptr;
  Events conflicts;
};

/// Somebody left on this visa and no entry before that is known (a manual exit, or one whose entry
/// is still to come from another booth): the one right to enter is used up all the same, and every
/// entry on record is one too many, unless a resolution set that exit aside.
bool left_without_entry(const Events& entries, const Events& exits, const Decision& decision) {
  if (exits.empty() || decision.set_aside.contains(exits.front()->id)) return false;
  return entries.empty() || before(exits.front(), entries.front());
}

/// The state when the events in `reversed` are taken back.
State fold(std::span<const Crossing* const> events, const Reversed& reversed) {
  State state;
  const Events entries = of_kind(events, EventKind::entry, reversed);
  const Events exits = of_kind(events, EventKind::exit, reversed);
  const Decision decision = decide(events, entries);
  if (left_without_entry(entries, exits, decision)) {
    return {.entry = nullptr, .exit = exits.front(), .conflicts = entries};
  }
  if (entries.empty()) return state;
  state.entry = decision.kept != nullptr ? decision.kept : entries.front();
  for (const Crossing* entry : entries) {
    if (entry != state.entry && !decision.set_aside.contains(entry->id)) {
      state.conflicts.push_back(entry);
    }
  }
  for (const Crossing* exit : exits) {
    if (before(exit, state.entry) || decision.set_aside.contains(exit->id)) continue;
    state.exit = exit;
    break;
  }
  return state;
}

/// Which entries and exits are taken back. An exit can always be; an entry not while its exit
/// stands, because that would make a spent visa usable again (rules.md 5.2, table).
Reversed find_reversed(std::span<const Crossing* const> events) {
  Reversed reversed;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Crossing& event = *events[i];
    if (event.kind != EventKind::reversal || !event.reverses) continue;
    const State at_that_time = fold(events.first(i), reversed);
    const bool spent = at_that_time.exit != nullptr && at_that_time.entry != nullptr &&
                       at_that_time.entry->id == *event.reverses;
    if (!spent) reversed.insert(*event.reverses);
  }
  return reversed;
}

}  // namespace

std::string_view to_string(EventKind kind) {
  switch (kind) {
    case EventKind::entry:
      return "entry";
    case EventKind::exit:
      return "exit";
    case EventKind::refusal:
      return "refusal";
    case EventKind::referral:
      return "referral";
    case EventKind::reversal:
      return "reversal";
    case EventKind::resolution:
      return "resolution";
  }
  return "?";
}

Result<EventKind> parse_event_kind(std::string_view text) {
  const auto found =
      std::ranges::find(kKinds, text, [](EventKind kind) { return to_string(kind); });
  if (found != kKinds.end()) return *found;
  return fail(Errc::malformed,
              fmt::format("found event kind \"{}\", expected entry, exit, refusal, referral, "
                          "reversal or resolution",
                          text));
}

std::string EventId::text() const { return fmt::format("{}/{}", booth, sequence); }

Result<EventId> EventId::parse(std::string_view text) {
  constexpr std::size_t kLongestBooth = 32, kMostDigits = 18;
  const auto slash = text.find('/');
  const std::string_view booth = text.substr(0, slash);
  const std::string_view digits =
      slash == std::string_view::npos ? std::string_view{} : text.substr(slash + 1);
  const auto in_booth = [](char c) { return is_upper(c) || is_digit(c) || c == '-'; };
  if (booth.empty() || booth.size() > kLongestBooth || !std::ranges::all_of(booth, in_booth) ||
      digits.empty() || digits.size() > kMostDigits || digits.front() == '0' ||
      !std::ranges::all_of(digits, is_digit)) {
    return fail(
        Errc::malformed,
        fmt::format("found event id \"{}\", expected a booth and a number like ALA-03/17", text));
  }
  EventId id{std::string{booth}, 0};
  for (const char c : digits) id.sequence = id.sequence * 10 + static_cast<unsigned>(c - '0');
  return id;
}

std::string_view to_string(VisaUse use) {
  switch (use) {
    case VisaUse::issued:
      return "ISSUED";
    case VisaUse::inside:
      return "INSIDE";
    case VisaUse::spent:
      return "SPENT";
  }
  return "?";
}

VisaUseState fold_crossings(std::span<const Crossing> all) {
  const Events events = in_order(all);
  const State state = fold(events, find_reversed(events));
  VisaUseState result;
  if (state.entry != nullptr) {
    result.entry = *state.entry;
    result.use = VisaUse::inside;
  }
  if (state.exit != nullptr) {
    result.exit = *state.exit;
    result.use = VisaUse::spent;
  }
  for (const Crossing* conflict : state.conflicts) result.conflicts.push_back(*conflict);
  return result;
}

}  // namespace evisa::visa
