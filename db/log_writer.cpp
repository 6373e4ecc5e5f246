// What the crossing log's writer thread does, inside its transaction.
#include "db/log_writer.h"

#include <fmt/format.h>

#include <utility>

#include "db/crossing_rules.h"
#include "db/statement_use.h"

namespace evisa::db {
namespace {

using visa::Crossing;
using visa::EventKind;

// SPEC: design.md section 7: a fork of a chain is found and named.
std::optional<std::string> find_contradiction(const EventRow& row,
                                              const EventTable::Around& around) {
  const visa::EventId& id = row.content.crossing.id;
  if (around.held) return fmt::format("fork: another event {} is on record", id.text());
  const bool first = id.sequence == 1;
  const auto left = first ? crypto::EventHash{} : around.before;
  if (left && *left != row.content.previous) {
    const visa::EventId before{id.booth, id.sequence - 1};
    return fmt::format("fork: {} does not follow the {} on record", id.text(),
                       first ? "empty chain" : before.text());
  }
  if (around.after_follows && *around.after_follows != row.hash) {
    const visa::EventId after{id.booth, id.sequence + 1};
    return fmt::format("fork: the {} on record does not follow this {}", after.text(), id.text());
  }
  return std::nullopt;
}

Claim claim_of(const Crossing& event) { return {event.id, event.time, event.airport}; }

// Whether the visa of an event on record has entries that nobody has settled.
void look_for_conflict(const Crossing& crossing, const visa::VisaUseState& use,
                       Accepted& accepted) {
  accepted.double_use = !use.conflicts.empty();
  if (!accepted.double_use || crossing.kind != EventKind::entry) return;
  // The entry that counts may be this very one, when it came late but happened first.
  const auto counts = use.entry ? use.entry : use.exit;
  const bool first = counts && counts->id == crossing.id;
  accepted.winner = claim_of(first || !counts ? use.conflicts.front() : *counts);
}

// An exit too: one without an entry uses the visa up, and its reversal gives the visa back.
bool moves_claim(EventKind kind) {
  return kind == EventKind::entry || kind == EventKind::exit || kind == EventKind::reversal ||
         kind == EventKind::resolution;
}

}  // namespace

// The version changes when another connection has written, never by this one's own writes.
void LogWriter::begun() {
  std::int64_t version = 0;
  {
    Use ask(data_version_);
    ask->executeStep();
    version = ask->getColumn(0).getInt64();
  }
  if (std::exchange(seen_version_, version) != version) events_.forget();
  reservations_.forget();
}

void LogWriter::taken_back() {
  events_.forget();
  reservations_.forget();
  awaited_.forget();
}

Result<RecordAnswer> LogWriter::record(const Act& act) {
  auto earlier = find_earlier(act);
  if (!earlier) return std::unexpected(earlier.error());
  if (*earlier) return Recorded{.event = std::move(**earlier), .already = true};
  if (auto whole = awaited_.check_none(); !whole) return std::unexpected(whole.error());

  Crossing crossing = act.crossing;
  const ChainHead end = events_.end_of(crossing.id.booth);
  if (end.sequence >= kMaxSequence) return fail(Errc::out_of_range, "the booth's chain is full");
  const std::uint64_t asked = std::exchange(crossing.id.sequence, end.sequence + 1);
  if (asked != 0 && asked != end.sequence + 1) {
    return fail(Errc::conflict,
                fmt::format("found {} as the next event of booth {}, expected {}: another act was "
                            "recorded meanwhile",
                            end.sequence + 1, crossing.id.booth, asked),
                "look at the traveller again");
  }
  const auto known = check_state(crossing);
  if (!known) return std::unexpected(known.error());
  if (crossing.kind == EventKind::entry) {
    auto winner = claims_.claim(*crossing.visa, claim_of(crossing));
    if (!winner) return std::unexpected(winner.error());
    if (*winner && !act.forced) return Refused{std::move(**winner)};
  }
  return append_own(act, std::move(crossing), end, *known > 0);
}

Result<std::expected<Accepted, Error>> LogWriter::accept(const EventRow& row, Intake intake) {
  const Crossing& crossing = row.content.crossing;
  const auto around = events_.around(crossing.id);
  if (around.held && *around.held == row.hash) {
    // Whoever took it in may have gone down before a double use was told.
    Accepted accepted{.kind = Accepted::Kind::already_recorded, .stored = true};
    if (!moves_claim(crossing.kind)) return accepted;
    const auto history = history_.events_of(*crossing.visa);
    if (!history) return std::unexpected(history.error());
    look_for_conflict(crossing, visa::fold_crossings(*history), accepted);
    return accepted;
  }
  if (auto contradiction = find_contradiction(row, around)) {
    events_.keep_fork(crossing.id, row.event);
    // An answer, not a failure: the evidence is to be committed.
    return std::expected<Accepted, Error>(std::unexpected(
        Error{Errc::conflict, std::move(*contradiction),
              "the booth's key signed two histories: find out why before trusting that booth"}));
  }
  if (intake == Intake::candidate && crossing.kind == EventKind::entry && !crossing.provisional) {
    if (auto whole = awaited_.check_none(); !whole) return std::unexpected(whole.error());
    auto other = holder_but(*crossing.visa, crossing.id);
    if (!other) return std::unexpected(other.error());
    if (*other) return Accepted{.kind = Accepted::Kind::conflict, .winner = std::move(*other)};
  }
  auto stored = store(row);
  if (!stored) return std::unexpected(stored.error());
  return std::move(*stored);
}

Result<Accepted> LogWriter::store(const EventRow& row) {
  const Crossing& crossing = row.content.crossing;
  Accepted accepted{.kind = Accepted::Kind::recorded, .stored = true};
  const bool moves = moves_claim(crossing.kind);
  std::vector<Crossing> history;
  if (moves) {
    auto before = history_.events_of(*crossing.visa);
    if (!before) return std::unexpected(before.error());
    history = std::move(*before);
  }
  events_.append(row);
  // Whatever this event is, its reservations are over.
  reservations_.release(crossing.id);
  if (!moves) return accepted;
  history.push_back(crossing);
  const auto use = visa::fold_crossings(history);
  move_claim(crossing, std::span(history).first(history.size() - 1), use);
  look_for_conflict(crossing, use, accepted);
  if (accepted.double_use && crossing.kind == EventKind::entry)
    accepted.kind = Accepted::Kind::conflict;
  return accepted;
}

// The claim follows the fold, so that nodes with equal events have equal claims: the entry that
// counts holds it, or the exit that spent the visa without one; neither, and nobody holds it.
// Before this event it did, so it is touched only where its holder changes.
void LogWriter::move_claim(const Crossing& event, std::span<const Crossing> before,
                           const visa::VisaUseState& after) {
  const auto holder_before = claiming_event(before);
  const auto& holder = after.entry ? after.entry : after.exit;
  if (holder_before ? holder && holder->id == holder_before->id : !holder) return;
  if (holder) {
    claims_.set(*event.visa, claim_of(*holder));
  } else {
    claims_.release(*event.visa, holder_before->id);
  }
}

Result<std::optional<Claim>> LogWriter::reserve(visa::VisaNumber visa, const Claim& claim) {
  if (auto whole = awaited_.check_none(); !whole) return std::unexpected(whole.error());
  // A booth that asks for a later event of its chain has not recorded the earlier one as this entry
  // (or has, and hands it in first): the reservation goes with the booth, never free in between.
  const auto reserved = reservations_.holder(visa);
  if (!reserved) return std::unexpected(reserved.error());
  if (*reserved && (*reserved)->event.booth == claim.event.booth &&
      (*reserved)->event.sequence < claim.event.sequence)
    reservations_.release(visa);
  auto other = holder_but(visa, claim.event);
  if (!other || *other) return other;
  if (events_.holds(claim.event)) {
    auto holder = claims_.holder(visa);
    if (!holder) return std::unexpected(holder.error());
    if (*holder && (*holder)->event == claim.event) return std::nullopt;
    return fail(Errc::conflict, fmt::format("event {} is on record and is no entry with visa {}",
                                            claim.event.text(), visa.text()));
  }
  reservations_.reserve(visa, claim);
  return std::nullopt;
}

// Who has the visa's single entry: the event on record that counts, else the one it is reserved
// for.
Result<std::optional<Claim>> LogWriter::holder_but(visa::VisaNumber visa,
                                                   const visa::EventId& event) {
  auto holder = claims_.holder(visa);
  if (!holder) return std::unexpected(holder.error());
  if (!*holder) holder = reservations_.holder(visa);
  if (!holder || !*holder || (*holder)->event == event) {
    if (!holder) return std::unexpected(holder.error());
    return std::nullopt;
  }
  return std::move(*holder);
}

// The event that was recorded under the same idempotency key, if any.
Result<std::optional<Crossing>> LogWriter::find_earlier(const Act& act) {
  if (act.idempotency_key.empty()) return std::nullopt;
  const auto stored = events_.find_by_key(act.crossing.id.booth, act.idempotency_key);
  if (!stored) return std::nullopt;
  auto event = crypto::parse_event(stored->json);
  if (!event) return std::unexpected(event.error());
  Crossing& first = event->crossing;
  if (first.visa != act.crossing.visa || first.kind != act.crossing.kind ||
      first.reverses != act.crossing.reverses || first.sets_aside != act.crossing.sets_aside) {
    return fail(Errc::conflict,
                fmt::format("this request's key belongs to another act: {}", first.id.text()),
                "give each act a key of its own");
  }
  if (!first.visa) return std::move(first);  // what uses no visa is not reversed
  // Neither "recorded" nor a second act would be true.
  auto history = history_.read(*first.visa);
  if (!history) return std::unexpected(history.error());
  if (const Crossing* reversal = find_reversal(*history, first.id)) {
    return fail(Errc::conflict,
                fmt::format("{} was recorded by this request and has been reversed by {}",
                            first.id.text(), reversal->id.text()),
                "record the act again under a new key");
  }
  return std::move(first);
}

// How many events of the visa are on record.
Result<std::size_t> LogWriter::check_state(const Crossing& crossing) {
  std::vector<Crossing> known;
  if (crossing.visa) {
    auto history = history_.read(*crossing.visa);
    if (!history) return std::unexpected(history.error());
    known = std::move(*history);
  }
  if (auto allowed = check_allowed(crossing, known); !allowed) {
    return std::unexpected(allowed.error());
  }
  return known.size();
}

Result<RecordAnswer> LogWriter::append_own(const Act& act, Crossing crossing, const ChainHead& end,
                                           bool visa_is_known) {
  EventRow row{.content = {std::move(crossing), end.hash},
               .event = {},
               .hash = {},
               .idempotency_key = act.idempotency_key};
  row.event = crypto::sign_event(row.content, *act.booth_key);
  // What cannot be read back must not be signed into a chain that is never changed.
  if (auto read_back = crypto::parse_event(row.event.json); !read_back) {
    return std::unexpected(read_back.error());
  }
  row.hash = crypto::hash_of(row.event);
  events_.append(row);
  const EventKind kind = row.content.crossing.kind;
  // An entry that is the first event of its visa holds the claim already.
  if (moves_claim(kind) && (kind != EventKind::entry || visa_is_known)) {
    const visa::VisaNumber visa = *row.content.crossing.visa;
    const auto history = history_.events_of(visa);
    if (!history) return std::unexpected(history.error());
    if (auto settled = settle_claim(visa, *history); !settled)
      return std::unexpected(settled.error());
  }
  return Recorded{.event = std::move(row.content.crossing)};
}

// As move_claim, whoever holds it now.
Result<void> LogWriter::settle_claim(visa::VisaNumber visa, std::span<const Crossing> history) {
  const auto owner = claiming_event(history);
  auto holder = claims_.holder(visa);
  if (!holder) return std::unexpected(holder.error());
  if (*holder && owner && (*holder)->event == owner->id) return {};
  if (*holder) claims_.release(visa, (*holder)->event);
  if (!owner) return {};
  auto winner = claims_.claim(visa, claim_of(*owner));
  if (!winner) return std::unexpected(winner.error());
  return {};
}

}  // namespace evisa::db
