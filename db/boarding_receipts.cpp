// Boarding receipts on SQLite: numbers are given once and in order, nothing is replaced.
#include "db/boarding_receipts.h"

#include <fmt/format.h>

#include "db/database.h"
#include "db/group_commit.h"
#include "db/reader_pool.h"
#include "db/statement_use.h"

namespace evisa::db {
namespace {

constexpr std::int32_t kApplicationId = 0x45566272;  // "EVbr"
constexpr std::string_view kSchema = R"sql(
  CREATE TABLE receipts (
    number    INTEGER PRIMARY KEY CHECK (number > 0),
    carrier   TEXT    NOT NULL,
    reference TEXT    NOT NULL,
    json      TEXT    NOT NULL,
    signature BLOB    NOT NULL CHECK (length(signature) = 64),
    UNIQUE (carrier, reference)
  ) STRICT;
)sql";
// A restored store goes on behind `after`: docs/boarding-receipt.md.
constexpr std::string_view kRestored = R"sql(
  CREATE TABLE restored (
    after INTEGER PRIMARY KEY CHECK (after > 0)
  ) STRICT;
)sql";
constexpr Migration kMigrations[] = {{1, kSchema}, {2, kRestored}};

std::optional<crypto::SignedReceipt> select_receipt(SQLite::Database& db,
                                                    const std::string& carrier,
                                                    const std::string& reference) {
  SQLite::Statement select(
      db, "SELECT json, signature FROM receipts WHERE carrier = ? AND reference = ?");
  select.bind(1, carrier);
  select.bind(2, reference);
  if (!select.executeStep()) return std::nullopt;
  return crypto::SignedReceipt{select.getColumn(0).getString(),
                               read_array<64>(select.getColumn(1))};
}

std::uint64_t next_number(SQLite::Database& db) {
  SQLite::Statement last(db,
                         "SELECT max(coalesce((SELECT max(number) FROM receipts), 0), "
                         "coalesce((SELECT max(after) FROM restored), 0))");
  last.executeStep();
  return read_count(last.getColumn(0)) + 1;
}

void insert_receipt(SQLite::Database& db, std::uint64_t number, const std::string& carrier,
                    const std::string& reference, const crypto::SignedReceipt& receipt) {
  SQLite::Statement insert(
      db,
      "INSERT INTO receipts (number, carrier, reference, json, signature) VALUES (?, ?, ?, ?, ?)");
  bind_count(insert, 1, number);
  insert.bind(2, carrier);
  insert.bind(3, reference);
  insert.bind(4, receipt.json);
  bind_blob(insert, 5, receipt.signature);
  insert.exec();
}

class SqliteReceipts final : public BoardingReceipts {
 public:
  SqliteReceipts(std::unique_ptr<SQLite::Database> db, const std::filesystem::path& file)
      : db_(std::move(db)), readers_(file), queue_(*db_, file) {}

  std::future<Result<KeptReceipt>> keep(std::string carrier, std::string reference,
                                        Sign sign) override {
    return queue_.submit<KeptReceipt>([this, carrier = std::move(carrier),
                                       reference = std::move(reference),
                                       sign = std::move(sign)]() -> Result<KeptReceipt> {
      if (auto earlier = select_receipt(*db_, carrier, reference))
        return KeptReceipt{std::move(*earlier), true};
      const std::uint64_t number = next_number(*db_);
      auto receipt = sign(number);
      if (!receipt) return std::unexpected(receipt.error());
      insert_receipt(*db_, number, carrier, reference, *receipt);
      return KeptReceipt{std::move(*receipt), false};
    });
  }

  Result<std::optional<crypto::SignedReceipt>> find(const std::string& carrier,
                                                    const std::string& reference) const override {
    return readers_.read([&](SQLite::Database& db) -> Result<std::optional<crypto::SignedReceipt>> {
      return select_receipt(db, carrier, reference);
    });
  }

  Result<std::optional<CarriersReceipt>> find(std::uint64_t number) const override {
    return readers_.read([&](SQLite::Database& db) -> Result<std::optional<CarriersReceipt>> {
      SQLite::Statement select(db,
                               "SELECT carrier, json, signature FROM receipts WHERE number = ?");
      bind_count(select, 1, number);
      if (!select.executeStep()) return std::nullopt;
      return CarriersReceipt{
          select.getColumn(0).getString(),
          {select.getColumn(1).getString(), read_array<64>(select.getColumn(2))}};
    });
  }

 private:
  std::unique_ptr<SQLite::Database> db_;
  ReaderPool readers_;
  GroupCommit queue_;  // last: its thread ends before what it uses goes
};

}  // namespace

Result<std::unique_ptr<BoardingReceipts>> BoardingReceipts::open(const std::filesystem::path& file,
                                                                 Open mode) {
  auto db = open_database(file, kApplicationId, kMigrations, mode);
  if (!db) return std::unexpected(db.error());
  return guarded(file, [&]() -> Result<std::unique_ptr<BoardingReceipts>> {
    return std::make_unique<SqliteReceipts>(std::move(*db), file);
  });
}

Result<void> begin_restored_receipts(const std::filesystem::path& file, visa::Instant now) {
  // No airport answers more in a second than this many questions, on average since the restore.
  constexpr std::int64_t kNumbersASecond = 100;
  constexpr visa::Instant kFirst{std::chrono::sys_days{std::chrono::year{2020} / 1 / 1}};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now - kFirst).count();
  if (seconds < 1)
    return fail(Errc::out_of_range,
                fmt::format("found the time {}, expected one after {}", visa::to_string(now),
                            visa::to_string(kFirst)),
                "set this device's clock");
  const auto db = open_database(file, kApplicationId, kMigrations, Open::existing);
  if (!db) return std::unexpected(db.error());
  return guarded(file, [&]() -> Result<void> {
    SQLite::Statement insert(**db,
                             "INSERT INTO restored (after) VALUES (?) ON CONFLICT DO NOTHING");
    insert.bind(1, seconds * kNumbersASecond);
    insert.exec();
    return {};
  });
}

}  // namespace evisa::db
