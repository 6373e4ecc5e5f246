// The crossing log: recording and merging on the writer thread, questions on connections of their
// own.
#include "db/crossing_log.h"

#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "db/awaited_peers.h"
#include "db/chain_check.h"
#include "db/claims_table.h"
#include "db/crossing_rules.h"
#include "db/event_table.h"
#include "db/group_commit.h"
#include "db/log_reads.h"
#include "db/log_schema.h"
#include "db/log_writer.h"
#include "db/newest_event.h"
#include "db/open_store.h"
#include "db/reader_pool.h"
#include "db/verified_event.h"
#include "db/visa_history.h"

namespace evisa::db {
namespace {

using visa::Crossing;
using visa::EventKind;

constexpr std::size_t kMaxKey = 256;

template <class T>
std::future<Result<T>> ready(Result<T> result) {
  std::promise<Result<T>> promise;
  promise.set_value(std::move(result));
  return promise.get_future();
}

// Visa numbers are random: what a batch writes lies on as many pages as it has events, twice. With
// SQLite's 2 MiB they are written out before the batch is done, and again after; and a page is
// copied back into the file once for each thousand that were written. 64 MiB each, the memory only
// as it is needed. A statement or savepoint that may be taken back keeps its copies in memory.
std::unique_ptr<SQLite::Database> with_room(std::unique_ptr<SQLite::Database> db) {
  db->exec("PRAGMA cache_size=-65536");
  db->exec("PRAGMA wal_autocheckpoint=16384");
  db->exec("PRAGMA temp_store=MEMORY");
  return db;
}

class SqliteCrossingLog final : public CrossingLog {
 public:
  SqliteCrossingLog(std::unique_ptr<SQLite::Database> db, const std::filesystem::path& file)
      : db_(with_room(std::move(db))),
        writing_(*db_),
        readers_(file),
        name_(read_name(*db_)),
        newest_(writing_.newest()),
        queue_(*db_, file, writing_, [this, file] { tell_newest(file); }) {}

  std::future<Result<RecordAnswer>> record(Crossing crossing,
                                           const crypto::Ed25519SecretKey& booth_key,
                                           std::string idempotency_key, bool forced) override {
    return queue_.submit<RecordAnswer>(
        [this, act = Act{std::move(crossing), &booth_key, std::move(idempotency_key),
                         forced}]() -> Result<RecordAnswer> {
          if (act.idempotency_key.size() > kMaxKey) {
            return fail(Errc::out_of_range, fmt::format("idempotency key of {} bytes, at most {}",
                                                        act.idempotency_key.size(), kMaxKey));
          }
          return writing_.record(act);
        });
  }

  std::future<Result<Accepted>> accept(crypto::ReadEvent event, const BoothKeys& keys,
                                       Intake intake) override {
    auto verified = VerifiedEvent::check(std::move(event), keys);
    if (!verified) return ready<Accepted>(std::unexpected(std::move(verified.error())));
    return accept_verified(std::move(*verified), intake);
  }

  std::future<Result<Accepted>> accept_verified(VerifiedEvent event, Intake intake) override {
    return queue_.submit<Accepted>([this, event = std::move(event), intake]() -> Result<Accepted> {
      auto answer = writing_.accept(event.row(), intake);
      if (!answer) return std::unexpected(answer.error());
      // A fork's evidence stays, though its answer is an error: the job itself went well.
      if (!*answer) return Accepted{.refusal = std::move(answer->error())};
      return std::move(**answer);
    });
  }

  std::future<Result<std::optional<Claim>>> claim(visa::VisaNumber visa,
                                                  const Claim& claim) override {
    return queue_.submit<std::optional<Claim>>(
        [this, visa, claim] { return writing_.reserve(visa, claim); });
  }

  Result<std::vector<Crossing>> history(visa::VisaNumber visa) const override {
    return readers_.read(
        [&](ReadingConnection& db) { return db.kept<VisaHistory>().read_alone(visa); });
  }
  Result<std::vector<Stored>> feed(std::uint64_t after, std::size_t limit) const override {
    return readers_.read([&](SQLite::Database& db) { return read_feed(db, after, limit); });
  }
  Result<std::vector<Stored>> signed_history(visa::VisaNumber visa) const override {
    return readers_.read([&](SQLite::Database& db) { return read_events_of(db, visa); });
  }
  Result<std::vector<Stored>> between(visa::Instant from, visa::Instant until) const override {
    return readers_.read([&](SQLite::Database& db) { return read_between(db, from, until); });
  }
  Result<std::optional<Crossing>> find(const visa::EventId& event) const override {
    return readers_.read([&](SQLite::Database& db) { return read_event(db, event); });
  }
  Result<std::vector<std::string>> awaited() const override { return readers_.read(read_awaited); }
  Result<void> caught_up_with(const std::string& peer) override {
    const auto left = awaited();
    if (!left) return std::unexpected(left.error());
    if (std::ranges::find(*left, peer) == left->end())
      return {};  // no trip to the disk for nothing
    return queue_.submit<void>([this, peer] { return writing_.caught_up_with(peer); }).get();
  }
  Result<std::string> name() const override { return name_; }
  Result<std::uint64_t> size() const override { return readers_.read(read_size); }
  bool wait_for_newer(std::uint64_t after, std::chrono::milliseconds timeout,
                      const std::stop_token& stop) const override {
    return newest_.wait(after, timeout, stop);
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

  std::unique_ptr<SQLite::Database> db_;
  LogWriter writing_;
  ReaderPool readers_;
  const std::string name_;  ///< given once, and anew only while no program has the file open
  mutable NewestEvent newest_;
  GroupCommit queue_;  // last: its thread ends before what it uses goes
};

}  // namespace

std::vector<Result<void>> CrossingLog::merge(std::span<const crypto::SignedEvent> events,
                                             const BoothKeys& keys) {
  std::vector<std::future<Result<Accepted>>> queued;
  queued.reserve(events.size());
  for (const auto& event : events) {
    auto read = crypto::read_event(event);
    queued.push_back(read ? accept(std::move(*read), keys, Intake::fact)
                          : ready<Accepted>(std::unexpected(std::move(read.error()))));
  }
  std::vector<Result<void>> answers;
  answers.reserve(events.size());
  for (auto& pending : queued) {
    auto accepted = pending.get();
    if (accepted && !accepted->refusal) {
      answers.emplace_back();
    } else {
      answers.emplace_back(
          std::unexpected(accepted ? std::move(*accepted->refusal) : std::move(accepted.error())));
    }
  }
  return answers;
}

Result<void> CrossingLog::merge(const crypto::SignedEvent& event, const BoothKeys& keys) {
  return std::move(merge({&event, 1}, keys).front());
}

Result<std::unique_ptr<CrossingLog>> CrossingLog::open(const std::filesystem::path& file,
                                                       Open mode) {
  return open_store<SqliteCrossingLog, CrossingLog>(file, {kLogApplicationId, kLogMigrations},
                                                    mode);
}

}  // namespace evisa::db
