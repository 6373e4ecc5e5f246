// The crossing log: recording and merging on the writer thread, questions on connections of their
// own.
#include "db/crossing_log.h"

#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <utility>

#include "db/chain_check.h"
#include "db/group_commit.h"
#include "db/log_reads.h"
#include "db/log_schema.h"
#include "db/log_writer.h"
#include "db/newest_event.h"
#include "db/open_store.h"
#include "db/reader_pool.h"
#include "db/visa_history.h"

namespace evisa::db {
namespace {

using visa::Crossing;

constexpr std::size_t kMaxKey = 256;

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
