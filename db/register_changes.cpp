// The issuer's side of the change feed on the register's SQLite file.
#include "db/register_changes.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>

#include "db/kept_file.h"
#include "db/register_schema.h"
#include "db/statement_use.h"
#include "db/visa_rows.h"

namespace evisa::db {
namespace {

std::unexpected<Error> damaged(std::uint64_t change, std::string_view why) {
  return fail(Errc::malformed, fmt::format("the register's change {}: {}", change, why),
              "restore the register from its last copy");
}

/// The status that a version was stored with; a revoked visa's record says `revoked` instead.
Result<visa::VisaStatus> stored_status(SQLite::Database& db, visa::VisaNumber number,
                                       unsigned version) {
  SQLite::Statement select(db, "SELECT status FROM versions WHERE number = ? AND version = ?");
  bind_count(select, 1, number.ordinal());
  select.bind(2, static_cast<std::int64_t>(version));
  if (!select.executeStep()) return fail(Errc::malformed, "its version is gone");
  return visa::parse_visa_status(select.getColumn(0).getString());
}

/// The version as it was when it was made, whatever was revoked since: a change never changes.
Result<FedVersion> load_version(SQLite::Database& db, visa::VisaNumber number,
                                std::uint64_t version) {
  SQLite::Statement select = select_entries(db, VersionFilter::number_all);
  bind_count(select, 1, number.ordinal());
  auto entries = read_entries(select);
  if (!entries) return std::unexpected(entries.error());
  const auto found = std::ranges::find_if(
      *entries, [&](const RegisterEntry& entry) { return entry.record.version == version; });
  if (found == entries->end()) return fail(Errc::malformed, "its version is gone");
  const auto status = stored_status(db, number, found->record.version);
  if (!status) return std::unexpected(status.error());
  found->record.status = *status;
  found->record.revocation.reset();
  return FedVersion{std::move(*found)};
}

Result<FedRevocation> load_revocation(SQLite::Database& db, visa::VisaNumber number) {
  SQLite::Statement select(
      db, "SELECT revoked_on, revoked_why FROM visas WHERE number = ? AND revoked_on IS NOT NULL");
  bind_count(select, 1, number.ordinal());
  if (!select.executeStep()) return fail(Errc::malformed, "its revocation is gone");
  const auto date = visa::Date::parse(select.getColumn(0).getString());
  const auto why = visa::parse_revocation_reason(select.getColumn(1).getString());
  if (!date) return std::unexpected(date.error());
  if (!why) return std::unexpected(why.error());
  return FedRevocation{number, {*date, *why}};
}

/// One row of `changes`.
struct Row {
  std::uint64_t change = 0, ordinal = 0;
  std::optional<std::uint64_t> version;
  std::optional<FeedHash> hash;
};

std::vector<Row> read_rows(SQLite::Database& db, std::uint64_t after, std::uint64_t upto) {
  SQLite::Statement select(db,
                           "SELECT change, number, version, hash FROM changes "
                           "WHERE change > ? AND change <= ? ORDER BY change");
  bind_count(select, 1, after);
  bind_count(select, 2, upto);
  std::vector<Row> rows;
  while (select.executeStep()) {
    Row row{read_count(select.getColumn(0)), read_count(select.getColumn(1)), {}, {}};
    if (!select.getColumn(2).isNull()) row.version = read_count(select.getColumn(2));
    if (!select.getColumn(3).isNull()) row.hash = read_array<32>(select.getColumn(3));
    rows.push_back(row);
  }
  return rows;
}

Result<RegisterChange> load_change(SQLite::Database& db, const Row& row) {
  const auto number = visa::VisaNumber::from_ordinal(row.ordinal);
  if (!number) return damaged(row.change, number.error().message);
  RegisterChange change{row.change, {}};
  if (row.version) {
    auto version = load_version(db, *number, *row.version);
    if (!version) return damaged(row.change, version.error().message);
    change.what = std::move(*version);
  } else {
    auto revocation = load_revocation(db, *number);
    if (!revocation) return damaged(row.change, revocation.error().message);
    change.what = std::move(*revocation);
  }
  return change;
}

std::uint64_t last_change(SQLite::Database& db) {
  return read_count(db.execAndGet("SELECT ifnull(max(change), 0) FROM changes"));
}

void store_hash(SQLite::Database& db, std::uint64_t change, const FeedHash& hash) {
  SQLite::Statement update(db, "UPDATE changes SET hash = ? WHERE change = ?");
  bind_blob(update, 1, hash);
  bind_count(update, 2, change);
  update.exec();
}

/// The last change whose chain is known, and the chain there.
std::pair<std::uint64_t, FeedHash> chain_end(SQLite::Database& db) {
  SQLite::Statement select(
      db,
      "SELECT change, hash FROM changes WHERE hash IS NOT NULL AND change < "
      "ifnull((SELECT min(change) FROM changes WHERE hash IS NULL), 9223372036854775807) "
      "ORDER BY change DESC LIMIT 1");
  if (!select.executeStep()) return {0, FeedHash{}};
  return {read_count(select.getColumn(0)), read_array<32>(select.getColumn(1))};
}

/// Chains what has not been chained yet, up to a change.
Result<void> extend_chain(SQLite::Database& db, std::uint64_t upto) {
  auto [end, hash] = chain_end(db);
  constexpr std::uint64_t kStep = 1000;  // rows in memory at once
  while (end < upto) {
    const auto rows = read_rows(db, end, std::min(upto, end + kStep));
    if (rows.empty()) return damaged(end + 1, "it is gone");
    for (const Row& row : rows) {
      if (row.change != end + 1) return damaged(end + 1, "it is gone");
      const auto change = load_change(db, row);
      if (!change) return std::unexpected(change.error());
      hash = chain(hash, *change);
      store_hash(db, row.change, hash);
      end = row.change;
    }
  }
  return {};
}

/// What is fed is chained again on the way: a record changed behind our back is not signed.
Result<FeedPage> load_page(SQLite::Database& db, std::uint64_t since, std::uint64_t upto) {
  FeedPage page;
  page.since = since;
  if (since > 0) {
    const auto before = read_rows(db, since - 1, since);
    if (before.size() != 1 || !before[0].hash) return damaged(since, "it is gone");
    page.previous = *before[0].hash;
  }
  FeedHash hash = page.previous;
  for (const Row& row : read_rows(db, since, upto)) {
    auto change = load_change(db, row);
    if (!change) return std::unexpected(change.error());
    hash = chain(hash, *change);
    if (row.hash != hash) return damaged(row.change, "it is not what was fed before");
    page.changes.push_back(std::move(*change));
  }
  return page;
}

}  // namespace

Result<std::unique_ptr<RegisterChanges>> RegisterChanges::open(const std::filesystem::path& file) {
  auto kept = KeptFile::open(file, kRegisterApplicationId, kRegisterMigrations, Open::existing);
  if (!kept) return std::unexpected(kept.error());
  return std::make_unique<RegisterChanges>(std::move(*kept));
}

Result<FeedPage> RegisterChanges::page(std::uint64_t since, std::size_t limit, visa::Instant now) {
  return file_->write<FeedPage>([&](SQLite::Database& db) -> Result<FeedPage> {
    const std::uint64_t latest = last_change(db);
    if (since > latest) {
      return fail(Errc::out_of_range,
                  fmt::format("the register has {} change(s), none after {}", latest, since),
                  "the register may have been restored from an older copy: tell the airports");
    }
    const std::uint64_t upto = since + std::min<std::uint64_t>(limit, latest - since);
    if (auto chained = extend_chain(db, upto); !chained) return std::unexpected(chained.error());
    auto page = load_page(db, since, upto);
    if (!page) return page;
    page->signed_at = now;
    page->latest = latest;
    return page;
  });
}

Result<FedPage> feed_page(RegisterChanges& changes, std::uint64_t since, std::size_t limit,
                          const crypto::Ed25519SecretKey& key, visa::Instant now) {
  for (;; limit /= 2) {
    const auto page = changes.page(since, limit, now);
    if (!page) return std::unexpected(page.error());
    SignedPage made = sign_page(*page, key);
    if (made.json.size() <= kMaxPage || limit <= 1) {
      return FedPage{std::move(made), since + page->changes.size(), page->latest};
    }
  }
}

}  // namespace evisa::db
