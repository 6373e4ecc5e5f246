// The crossing log: recording and merging on the writer thread, questions on connections of their
// own.
#include "db/crossing_log.h"

#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <limits>
#include <utility>

#include "db/chain_check.h"
#include "db/claims_table.h"
#include "db/crossing_rules.h"
#include "db/event_table.h"
#include "db/group_commit.h"
#include "db/log_reads.h"
#include "db/log_schema.h"
#include "db/newest_event.h"
#include "db/open_store.h"
#include "db/reader_pool.h"
#include "db/visa_history.h"

namespace evisa::db {
namespace {

using visa::Crossing;
using visa::EventKind;

constexpr std::uint64_t kMaxSequence = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kMaxKey = 256;

struct Act {
  Crossing crossing;
  const crypto::Ed25519SecretKey* booth_key = nullptr;
  std::string idempotency_key;
  bool forced = false;
};

Claim claim_of(const Crossing& event) { return {event.id, event.time, event.airport}; }

// An exit too: one without an entry uses the visa up, and its reversal gives the visa back.
bool moves_claim(EventKind kind) {
  return kind == EventKind::entry || kind == EventKind::exit || kind == EventKind::reversal ||
         kind == EventKind::resolution;
}

/// What the writer thread does, inside its transaction.
class LogWriter {
 public:
  explicit LogWriter(SQLite::Database& db) : events_(db), claims_(db), history_(db) {}

  Result<RecordAnswer> record(Act& act) {
    auto earlier = find_earlier(act);
    if (!earlier) return std::unexpected(earlier.error());
    if (*earlier) return Recorded{.event = std::move(**earlier), .already = true};

    const ChainHead end = events_.end_of(act.crossing.id.booth);
    if (end.sequence >= kMaxSequence) return fail(Errc::out_of_range, "the booth's chain is full");
    act.crossing.id.sequence = end.sequence + 1;
    const auto known = check_state(act.crossing);
    if (!known) return std::unexpected(known.error());
    if (act.crossing.kind == EventKind::entry) {
      auto winner = claims_.claim(*act.crossing.visa, claim_of(act.crossing));
      if (!winner) return std::unexpected(winner.error());
      if (*winner && !act.forced) return Refused{std::move(**winner)};
    }
    return append_own(act, end, *known > 0);
  }

  /// The cursor of the last event stored; 0: none yet.
  std::uint64_t newest() { return events_.newest(); }

  // The inner error is an answer whose evidence (a fork) is to stay on record.
  Result<std::optional<Error>> merge(const crypto::SignedEvent& event,
                                     crypto::ChainedCrossing content) {
    EventRow row{.content = std::move(content),
                 .event = event,
                 .hash = crypto::hash_of(event),
                 .idempotency_key = {}};
    const visa::EventId& id = row.content.crossing.id;
    const auto held = events_.find(id);
    if (held && held->hash == row.hash) return std::nullopt;
    if (auto contradiction = find_contradiction(row, held)) {
      events_.keep_fork(id, event);
      return Error{Errc::conflict, std::move(*contradiction),
                   "the booth's key signed two histories: find out why before trusting that booth"};
    }
    events_.append(row);
    if (moves_claim(row.content.crossing.kind)) {
      if (auto settled = settle_claim(*row.content.crossing.visa); !settled) {
        return std::unexpected(settled.error());
      }
    }
    return std::nullopt;
  }

 private:
  // The event that was recorded under the same idempotency key, if any.
  Result<std::optional<Crossing>> find_earlier(const Act& act) {
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
  Result<std::size_t> check_state(const Crossing& crossing) {
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

  Result<RecordAnswer> append_own(Act& act, const ChainHead& end, bool visa_is_known) {
    EventRow row{.content = {std::move(act.crossing), end.hash},
                 .event = {},
                 .hash = {},
                 .idempotency_key = std::move(act.idempotency_key)};
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
      if (auto settled = settle_claim(*row.content.crossing.visa); !settled) {
        return std::unexpected(settled.error());
      }
    }
    return Recorded{.event = std::move(row.content.crossing)};
  }

  // The claim follows the fold, so that nodes with equal events have equal claims: the entry that
  // counts holds it, or the exit that spent the visa without one; neither, and nobody holds it.
  Result<void> settle_claim(visa::VisaNumber visa) {
    auto history = history_.events_of(visa);
    if (!history) return std::unexpected(history.error());
    const auto owner = claiming_event(*history);
    auto holder = claims_.holder(visa);
    if (!holder) return std::unexpected(holder.error());
    if (*holder && (!owner || (*holder)->event != owner->id))
      claims_.release(visa, (*holder)->event);
    if (!owner) return {};
    auto winner = claims_.claim(visa, claim_of(*owner));
    if (!winner) return std::unexpected(winner.error());
    return {};
  }

  // SPEC: design.md section 7: a fork of a chain is found and named.
  std::optional<std::string> find_contradiction(const EventRow& row,
                                                const std::optional<EventTable::Place>& held) {
    const visa::EventId& id = row.content.crossing.id;
    if (held) return fmt::format("fork: another event {} is on record", id.text());
    const visa::EventId before{id.booth, id.sequence - 1}, after{id.booth, id.sequence + 1};
    const auto left = id.sequence == 1 ? EventTable::Place{} : events_.find(before);
    if (left && left->hash != row.content.previous) {
      return fmt::format("fork: {} does not follow the {} on record", id.text(),
                         id.sequence == 1 ? "empty chain" : before.text());
    }
    const auto right = events_.find(after);
    if (right && right->previous != row.hash) {
      return fmt::format("fork: the {} on record does not follow this {}", after.text(), id.text());
    }
    return std::nullopt;
  }

  EventTable events_;
  ClaimsTable claims_;
  VisaHistory history_;
};

class SqliteCrossingLog final : public CrossingLog {
 public:
  SqliteCrossingLog(std::unique_ptr<SQLite::Database> db, const std::filesystem::path& file)
      : db_(std::move(db)),
        writing_(*db_),
        readers_(file),
        newest_(writing_.newest()),
        queue_(*db_, file, [this, file] { tell_newest(file); }) {}

  std::future<Result<RecordAnswer>> record(Crossing crossing,
                                           const crypto::Ed25519SecretKey& booth_key,
                                           std::string idempotency_key, bool forced) override {
    return queue_.submit<RecordAnswer>(
        [this, act = Act{std::move(crossing), &booth_key, std::move(idempotency_key),
                         forced}]() mutable -> Result<RecordAnswer> {
          if (act.idempotency_key.size() > kMaxKey) {
            return fail(Errc::out_of_range, fmt::format("idempotency key of {} bytes, at most {}",
                                                        act.idempotency_key.size(), kMaxKey));
          }
          return writing_.record(act);
        });
  }

  Result<void> merge(const crypto::SignedEvent& event, const BoothKeys& keys) override {
    return settle(queue_merge(event, keys));
  }

  std::vector<Result<void>> merge(std::span<const crypto::SignedEvent> events,
                                  const BoothKeys& keys) override {
    std::vector<Merging> queued;
    queued.reserve(events.size());
    for (const auto& event : events) queued.push_back(queue_merge(event, keys));
    std::vector<Result<void>> answers;
    answers.reserve(events.size());
    for (auto& merging : queued) answers.push_back(settle(std::move(merging)));
    return answers;
  }

  bool wait_for_newer(std::uint64_t after, std::chrono::milliseconds timeout,
                      const std::stop_token& stop) const override {
    return newest_.wait(after, timeout, stop);
  }

  Result<std::vector<Crossing>> history(visa::VisaNumber visa) const override {
    return readers_.read([&](SQLite::Database& db) {
      const SQLite::Transaction snapshot(db);  // events and claim of the same moment
      return VisaHistory(db).read(visa);
    });
  }
  Result<std::vector<Stored>> feed(std::uint64_t after, std::size_t limit) const override {
    return readers_.read([&](SQLite::Database& db) { return read_feed(db, after, limit); });
  }
  Result<ChainHead> head(const std::string& booth) const override {
    return readers_.read([&](SQLite::Database& db) { return read_head(db, booth); });
  }
  Result<std::optional<crypto::EventHash>> hash_of(const visa::EventId& event) const override {
    return readers_.read([&](SQLite::Database& db) { return read_hash_of(db, event); });
  }
  Result<crypto::EventHash> set_hash() const override { return readers_.read(read_set_hash); }
  Result<std::vector<ChainDefect>> verify(const BoothKeys& keys) const override {
    return readers_.read([&](SQLite::Database& db) -> Result<std::vector<ChainDefect>> {
      return check_chains(db, keys);
    });
  }

 private:
  // The events are on disk; where even that question fails, those who wait run into their timeout.
  void tell_newest(const std::filesystem::path& file) {
    const auto newest =
        guarded(file, [this]() -> Result<std::uint64_t> { return writing_.newest(); });
    if (newest) newest_.publish(*newest);
  }

  using Merging = Result<std::future<Result<std::optional<Error>>>>;

  // Verified before it is queued: the writer's time is for the disk. `event` must live until the
  // answer is there.
  Merging queue_merge(const crypto::SignedEvent& event, const BoothKeys& keys) {
    const auto claimed = crypto::parse_event(event.json);
    if (!claimed) return std::unexpected(claimed.error());
    auto content = open_with_any(event, claimed->crossing.id.booth, keys);
    if (!content) return std::unexpected(content.error());
    if (content->crossing.id.sequence < 1 || content->crossing.id.sequence >= kMaxSequence) {
      return fail(Errc::malformed,
                  fmt::format("sequence {} does not exist", content->crossing.id.sequence));
    }
    return queue_.submit<std::optional<Error>>(
        [this, &event, held = std::move(*content)]() mutable {
          return writing_.merge(event, std::move(held));
        });
  }

  static Result<void> settle(Merging merging) {
    if (!merging) return std::unexpected(merging.error());
    auto answer = merging->get();
    if (!answer) return std::unexpected(answer.error());
    if (*answer) return std::unexpected(std::move(**answer));
    return {};
  }

  std::unique_ptr<SQLite::Database> db_;
  LogWriter writing_;
  ReaderPool readers_;
  mutable NewestEvent newest_;
  GroupCommit queue_;  // last: its thread ends before what it uses goes
};

}  // namespace

Result<std::unique_ptr<CrossingLog>> CrossingLog::open(const std::filesystem::path& file,
                                                       Open mode) {
  return open_store<SqliteCrossingLog, CrossingLog>(file, {kLogApplicationId, kLogMigrations},
                                                    mode);
}

}  // namespace evisa::db
