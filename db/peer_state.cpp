// What an airport remembers of its peers, on SQLite.
#include "db/peer_state.h"

#include <SQLiteCpp/Transaction.h>

#include <mutex>

#include "db/database.h"
#include "db/sqlite_error.h"
#include "db/statement_use.h"

namespace evisa::db {
namespace {

constexpr std::int32_t kApplicationId = 0x45567072;  // "EVpr"

/// refused: one row for each event, however often a peer sends it.
constexpr std::string_view kTables = R"sql(
  CREATE TABLE positions (
    peer  TEXT    PRIMARY KEY,
    log   TEXT    NOT NULL,
    after INTEGER NOT NULL CHECK (after >= 0)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE refused (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    peer      TEXT NOT NULL,
    hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    json      BLOB NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    why       TEXT NOT NULL
  ) STRICT;
)sql";
constexpr Migration kMigrations[] = {{1, kTables}};

RefusedEvent read_row(SQLite::Statement& row) {
  const auto json = view_blob(row.getColumn(2));
  return {.id = read_count(row.getColumn(0)),
          .peer = row.getColumn(1).getString(),
          .event = {.json = std::string(crypto::as_text(json)),
                    .signature = read_array<64>(row.getColumn(3))},
          .why = row.getColumn(4).getString()};
}

class SqlitePeerState final : public PeerState {
 public:
  SqlitePeerState(std::unique_ptr<SQLite::Database> db, std::filesystem::path file)
      : db_(std::move(db)), file_(std::move(file)) {}

  Result<FeedPosition> position(const std::string& peer) const override {
    return locked([&]() -> Result<FeedPosition> {
      SQLite::Statement row(*db_, "SELECT log, after FROM positions WHERE peer = ?");
      row.bind(1, peer);
      if (!row.executeStep()) return FeedPosition{};
      return FeedPosition{row.getColumn(0).getString(), read_count(row.getColumn(1))};
    });
  }

  Result<std::vector<std::string>> known() const override {
    return locked([&]() -> Result<std::vector<std::string>> {
      SQLite::Statement row(*db_, "SELECT peer FROM positions ORDER BY peer");
      std::vector<std::string> peers;
      while (row.executeStep()) peers.push_back(row.getColumn(0).getString());
      return peers;
    });
  }

  Result<void> finish_page(const std::string& peer, const FeedPosition& position,
                           const std::vector<RefusedEvent>& refused) override {
    return locked([&]() -> Result<void> {
      SQLite::Transaction transaction(*db_);
      for (const auto& event : refused) keep(peer, event);
      SQLite::Statement row(*db_,
                            "INSERT INTO positions (peer, log, after) VALUES (?, ?, ?) ON CONFLICT "
                            "(peer) DO UPDATE SET log = excluded.log, after = excluded.after");
      row.bind(1, peer);
      row.bind(2, position.log);
      bind_count(row, 3, position.after);
      row.exec();
      transaction.commit();
      return {};
    });
  }

  Result<std::vector<RefusedEvent>> refused(std::uint64_t after, std::size_t limit) const override {
    return locked([&]() -> Result<std::vector<RefusedEvent>> {
      SQLite::Statement row(*db_,
                            "SELECT id, peer, json, signature, why FROM refused WHERE id > ? "
                            "ORDER BY id LIMIT ?");
      bind_count(row, 1, after);
      bind_count(row, 2, limit);
      std::vector<RefusedEvent> events;
      while (row.executeStep()) events.push_back(read_row(row));
      return events;
    });
  }

  Result<void> forget_refused(std::uint64_t id) override {
    return locked([&]() -> Result<void> {
      SQLite::Statement row(*db_, "DELETE FROM refused WHERE id = ?");
      bind_count(row, 1, id);
      row.exec();
      return {};
    });
  }

 private:
  template <class Work>
  auto locked(Work work) const -> std::invoke_result_t<Work> {
    const std::lock_guard lock(mutex_);
    return guarded(file_, work);
  }

  void keep(const std::string& peer, const RefusedEvent& event) {
    SQLite::Statement row(*db_,
                          "INSERT INTO refused (peer, hash, json, signature, why) VALUES (?, ?, ?, "
                          "?, ?) ON CONFLICT (hash) DO NOTHING");
    row.bind(1, peer);
    bind_blob(row, 2, crypto::hash_of(event.event));
    bind_blob(row, 3, crypto::as_bytes(event.event.json));
    bind_blob(row, 4, event.event.signature);
    row.bind(5, event.why);
    row.exec();
  }

  std::unique_ptr<SQLite::Database> db_;
  std::filesystem::path file_;
  mutable std::mutex mutex_;
};

}  // namespace

Result<std::unique_ptr<PeerState>> PeerState::open(const std::filesystem::path& file, Open mode) {
  auto db = open_database(file, kApplicationId, kMigrations, mode);
  if (!db) return std::unexpected(db.error());
  return std::make_unique<SqlitePeerState>(std::move(*db), file);
}

}  // namespace evisa::db
