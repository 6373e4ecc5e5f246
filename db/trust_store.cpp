// The trust store: one row that says which bundle is in force, files beside it, one lock for both.
//
// Import: lock (BEGIN IMMEDIATE), copy, verify the copy, give it its numbered name, point the row
// at it, commit, remove the old one. Until the commit the row points at the old bundle, whose files
// are not touched; what a crash leaves behind is swept by the next open or import.
#include "db/trust_store.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <mutex>

#include "crypto/files.h"
#include "db/bundle_folder.h"
#include "db/database.h"
#include "db/sqlite_error.h"
#include "db/statement_use.h"

namespace evisa::db {
namespace {

namespace fs = std::filesystem;
using crypto::TrustBundle;
using Bundle = std::shared_ptr<const TrustBundle>;

constexpr std::int32_t kApplicationId = 0x45567472;  // "EVtr"
constexpr std::size_t kMaxBundle = std::size_t{1} << 30;
constexpr std::size_t kMaxSignature = 16U << 10;
constexpr Migration kMigrations[] = {{1, R"sql(
  CREATE TABLE trust (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    sequence  INTEGER NOT NULL,  -- of the bundle in force; 0: none yet
    latest_ms INTEGER            -- the latest time ever seen
  ) STRICT;
  INSERT INTO trust (id, sequence) VALUES (1, 0);
)sql"},
                                     {2, R"sql(
  CREATE TABLE heads (         -- the last event seen of an own chain
    booth    TEXT    PRIMARY KEY,
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    hash     BLOB    NOT NULL CHECK (length(hash) = 32)
  ) STRICT, WITHOUT ROWID;
)sql"}};

struct Row {
  std::uint64_t sequence = 0;
  std::optional<visa::Instant> latest;
};

Row read_row(SQLite::Database& db) {
  SQLite::Statement select(db, "SELECT sequence, latest_ms FROM trust WHERE id = 1");
  if (!select.executeStep())
    throw SQLite::Exception("the trust store's row is gone", SQLITE_CORRUPT);
  Row row{.sequence = read_count(select.getColumn(0)), .latest = {}};
  if (!select.getColumn(1).isNull()) {
    row.latest = visa::Instant(std::chrono::milliseconds(select.getColumn(1).getInt64()));
  }
  return row;
}

void write_sequence(SQLite::Database& db, std::uint64_t sequence) {
  SQLite::Statement update(db, "UPDATE trust SET sequence = ? WHERE id = 1");
  bind_count(update, 1, sequence);
  update.exec();
}

void write_time(SQLite::Database& db, visa::Instant instant) {
  SQLite::Statement update(
      db, "UPDATE trust SET latest_ms = max(ifnull(latest_ms, ?1), ?1) WHERE id = 1");
  update.bind(1, std::int64_t{instant.time_since_epoch().count()});
  update.exec();
}

std::optional<ChainHead> read_head(SQLite::Database& db, const std::string& booth) {
  SQLite::Statement select(db, "SELECT sequence, hash FROM heads WHERE booth = ?");
  select.bind(1, booth);
  if (!select.executeStep()) return std::nullopt;
  return ChainHead{read_count(select.getColumn(0)), read_array<32>(select.getColumn(1))};
}

void write_head(SQLite::Database& db, const std::string& booth, const ChainHead& head) {
  SQLite::Statement upsert(
      db,
      "INSERT INTO heads (booth, sequence, hash) VALUES (?, ?, ?) ON CONFLICT (booth) "
      "DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash "
      "WHERE excluded.sequence > sequence");
  upsert.bind(1, booth);
  bind_count(upsert, 2, head.sequence);
  bind_blob(upsert, 3, head.hash);
  upsert.exec();
}

class SqliteTrustStore final : public TrustStore {
 public:
  SqliteTrustStore(std::unique_ptr<SQLite::Database> db, fs::path folder,
                   const crypto::MinisignPublicKey& authority)
      : db_(std::move(db)), folder_(std::move(folder)), authority_(authority) {}

  void clear_leftovers() {
    SQLite::Transaction lock(*db_, SQLite::TransactionBehavior::IMMEDIATE);
    sweep(folder_, read_row(*db_).sequence);
  }

  using TrustStore::import;
  Result<Bundle> import(const fs::path& bundle, const fs::path& signature,
                        const Fits& fits) override {
    return import_from([&] { return copy_in(folder_, {bundle, signature}); }, fits);
  }
  Result<Bundle> import(const SignedBundle& bundle, const Fits& fits) override {
    return import_from([&] { return write_in(folder_, bundle.content, bundle.signature); }, fits);
  }

  Result<SignedBundle> signed_bundle() const override {
    // Another program may import meanwhile and remove what was about to be read.
    constexpr int kLooks = 3;
    Result<SignedBundle> read = fail(Errc::io, "");
    for (int look = 0; look < kLooks; ++look) {
      const auto bundle = current();
      if (!bundle) return std::unexpected(bundle.error());
      read = read_in_force(**bundle);
      if (read) break;
    }
    return read;
  }

  Result<Bundle> current() const override {
    const std::lock_guard lock(mutex_);
    return guarded(file(), [&]() -> Result<Bundle> {
      // Another program may import and remove the old files between our look at the row and at the
      // file: then the row has changed, and a second look finds the new one.
      constexpr int kLooks = 3;
      Result<Bundle> opened =
          fail(Errc::not_found, "no trust bundle has been imported yet",
               "import one: trust.bundle with its signature trust.bundle.minisig");
      for (int look = 0; look < kLooks; ++look) {
        const std::uint64_t sequence = read_row(*db_).sequence;
        if (sequence == 0) return opened;
        if (in_force_ && in_force_->sequence() == sequence) return in_force_;
        const BundleFiles files = bundle_files(folder_, sequence);
        opened = TrustBundle::open(files.bundle, files.signature, authority_, sequence);
        if (opened) return in_force_ = *opened;
      }
      return opened;
    });
  }

  Result<void> saw_head(const std::string& booth, const ChainHead& head,
                        std::optional<visa::Instant> when) override {
    const std::lock_guard lock(mutex_);
    return guarded(file(), [&]() -> Result<void> {
      const auto held = read_head(*db_, booth);
      const auto latest = read_row(*db_).latest;
      const bool further = head.sequence > (held ? held->sequence : 0);
      const bool later = when && (!latest || *latest < *when);
      if (!further && !later) return {};  // no trip to the disk for nothing
      SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
      if (further) write_head(*db_, booth, head);
      if (later) write_time(*db_, *when);
      transaction.commit();
      return {};
    });
  }

  Result<std::optional<ChainHead>> head(const std::string& booth) const override {
    const std::lock_guard lock(mutex_);
    return guarded(file(),
                   [&]() -> Result<std::optional<ChainHead>> { return read_head(*db_, booth); });
  }

  Result<std::optional<visa::Instant>> latest_time() const override {
    const std::lock_guard lock(mutex_);
    return guarded(file(),
                   [&]() -> Result<std::optional<visa::Instant>> { return read_row(*db_).latest; });
  }

 private:
  [[nodiscard]] fs::path file() const { return folder_ / "trust.sqlite"; }

  /// Brings both files into the folder, unverified.
  using Bring = std::function<Result<BundleFiles>()>;

  Result<Bundle> import_from(const Bring& bring, const Fits& fits) {
    const std::lock_guard lock(mutex_);
    return guarded(file(), [&]() -> Result<Bundle> {
      Bundle taken;
      {
        SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
        const Row row = read_row(*db_);
        auto verified = take_in(bring, row.sequence, fits);
        if (!verified) return sweep(folder_, row.sequence), verified;
        taken = std::move(*verified);
        write_sequence(*db_, taken->sequence());
        write_time(*db_, taken->issued_at());
        transaction.commit();
      }
      in_force_ = taken;
      sweep_old();
      return taken;
    });
  }

  Result<SignedBundle> read_in_force(const TrustBundle& bundle) const {
    const BundleFiles files = bundle_files(folder_, bundle.sequence());
    auto content = crypto::read_file(files.bundle, kMaxBundle);
    if (!content) return std::unexpected(content.error());
    const auto text = crypto::read_file(files.signature, kMaxSignature);
    if (!text) return std::unexpected(text.error());
    SignedBundle read{std::string(crypto::as_text(*content)), std::string(crypto::as_text(*text))};
    const auto opened =
        TrustBundle::open_bytes(std::move(*content), read.signature, authority_, bundle.sequence());
    if (!opened) return std::unexpected(opened.error());
    return read;
  }

  // The copy is verified, not the original: a USB stick may answer differently the second time.
  Result<Bundle> take_in(const Bring& bring, std::uint64_t accepted, const Fits& fits) {
    const auto copies = bring();
    if (!copies) return std::unexpected(copies.error());
    auto opened = TrustBundle::open(copies->bundle, copies->signature, authority_, accepted);
    if (!opened) return opened;
    if (auto ok = fits(**opened); !ok) return std::unexpected(ok.error());
    if ((*opened)->sequence() == accepted) return again(*copies, accepted, std::move(*opened));
    if (auto kept = keep(folder_, *copies, (*opened)->sequence()); !kept) {
      return std::unexpected(kept.error());
    }
    return opened;
  }

  // The same sequence number once more. The kept files may be damaged: a good copy mends them.
  Result<Bundle> again(const BundleFiles& copies, std::uint64_t accepted, Bundle opened) {
    const BundleFiles held = bundle_files(folder_, accepted);
    const auto sound = TrustBundle::open(held.bundle, held.signature, authority_, accepted);
    if (sound) {
      const auto same = same_bytes(copies.bundle, held.bundle);
      if (!same) return std::unexpected(same.error());
      if (*same) return *sound;
      return fail(Errc::conflict,
                  fmt::format("another bundle with sequence number {} is in force", accepted),
                  "the authority gives each bundle a new number: ask for the next one");
    }
    if (auto kept = keep(folder_, copies, accepted); !kept) return std::unexpected(kept.error());
    return opened;
  }

  // Under the lock again: another program may be bringing in its own bundle by now.
  void sweep_old() {
    SQLite::Transaction lock(*db_, SQLite::TransactionBehavior::IMMEDIATE);
    sweep(folder_, read_row(*db_).sequence);
  }

  std::unique_ptr<SQLite::Database> db_;
  fs::path folder_;
  crypto::MinisignPublicKey authority_;
  mutable std::mutex mutex_;
  mutable Bundle in_force_;
};

}  // namespace

Result<std::unique_ptr<TrustStore>> TrustStore::open(const fs::path& folder,
                                                     const crypto::MinisignPublicKey& authority) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return fail(Errc::io, fmt::format("cannot make {}: {}", folder.string(), error.message()),
                "check the permissions of the folder above it");
  }
  const fs::path file = folder / "trust.sqlite";
  auto db = open_database(file, kApplicationId, kMigrations, Open::create);
  if (!db) return std::unexpected(db.error());
  return guarded(file, [&]() -> Result<std::unique_ptr<TrustStore>> {
    auto store = std::make_unique<SqliteTrustStore>(std::move(*db), folder, authority);
    store->clear_leftovers();
    return store;
  });
}

}  // namespace evisa::db
