// An airport's copy of the visa register on SQLite.
#include "db/register_replica.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include "db/instant_column.h"
#include "db/kept_file.h"
#include "db/replica_rows.h"
#include "db/replica_schema.h"
#include "db/statement_use.h"
#include "visa/look_alikes.h"

namespace evisa::db {
namespace {

std::unexpected<Error> other_history(std::uint64_t change) {
  return fail(Errc::rollback,
              fmt::format("register feed: change {} is not the one that was taken in", change),
              "the issuer's register went back to an older copy, or this is another register's "
              "feed: ask the issuer before anything else");
}

std::optional<FeedHash> hash_at(SQLite::Database& db, std::uint64_t change) {
  if (change == 0) return FeedHash{};
  SQLite::Statement select(db, "SELECT hash FROM applied WHERE change = ?");
  bind_count(select, 1, change);
  if (!select.executeStep()) return std::nullopt;
  return read_array<32>(select.getColumn(0));
}

struct Progress {
  ReplicaState state;
  std::optional<visa::Instant> signed_at;  ///< of the newest page taken in
};

Result<Progress> read_progress(SQLite::Database& db) {
  Progress progress;
  SQLite::Statement select(db, "SELECT signed_ms, latest, as_of_ms FROM progress WHERE id = 1");
  if (!select.executeStep()) return fail(Errc::malformed, "the register copy's progress is gone");
  progress.signed_at = read_instant_if(select.getColumn(0));
  progress.state.latest = read_count(select.getColumn(1));
  progress.state.as_of = read_instant_if(select.getColumn(2));
  progress.state.applied = read_count(db.execAndGet("SELECT ifnull(max(change), 0) FROM applied"));
  const auto head = hash_at(db, progress.state.applied);
  if (head) progress.state.head = *head;
  return progress;
}

Result<void> check_place(SQLite::Database& db, const FeedPage& page, const Progress& progress) {
  if (page.since > progress.state.applied) {
    return fail(Errc::out_of_range,
                fmt::format("register feed: the page follows on change {}, the copy ends with {}",
                            page.since, progress.state.applied),
                fmt::format("ask for the feed since {}", progress.state.applied));
  }
  if (hash_at(db, page.since) != page.previous) return other_history(page.since);
  // Signed later, and yet the register has fewer changes: it was set back and not yet gone on.
  const bool newer = !progress.signed_at || page.signed_at > *progress.signed_at;
  if (newer && page.latest < progress.state.latest) {
    return fail(Errc::rollback,
                fmt::format("register feed: the register had {} change(s), the page says {}",
                            progress.state.latest, page.latest),
                "the issuer's register went back to an older copy: ask the issuer");
  }
  return {};
}

Result<std::size_t> take_changes(SQLite::Database& db, const FeedPage& page,
                                 std::uint64_t applied) {
  std::size_t fresh = 0;
  FeedHash hash = page.previous;
  SQLite::Statement insert(db, "INSERT INTO applied (change, hash) VALUES (?, ?)");
  for (const RegisterChange& change : page.changes) {
    hash = chain(hash, change);
    if (change.number <= applied) {
      if (hash_at(db, change.number) != hash) return other_history(change.number);
      continue;
    }
    if (auto done = carry_out(db, change); !done) return std::unexpected(done.error());
    const Use use(insert);
    bind_count(insert, 1, change.number);
    bind_blob(insert, 2, hash);
    insert.exec();
    ++fresh;
  }
  return fresh;
}

/// The newest page is the one that knows most changes, and of those the last signed: a clock that
/// was ahead once does not keep later pages out.
bool is_newest(const FeedPage& page, const Progress& before) {
  if (page.latest != before.state.latest) return page.latest > before.state.latest;
  return !before.signed_at || page.signed_at >= *before.signed_at;
}

void store_progress(SQLite::Database& db, const FeedPage& page, const Progress& before,
                    std::uint64_t applied) {
  const bool newest = is_newest(page, before);
  const auto signed_at = newest ? page.signed_at : before.signed_at.value_or(page.signed_at);
  const std::uint64_t latest = newest ? page.latest : before.state.latest;
  SQLite::Statement update(db,
                           "UPDATE progress SET signed_ms = ?1, latest = ?2, "
                           "as_of_ms = CASE WHEN ?3 THEN ?1 ELSE as_of_ms END WHERE id = 1");
  update.bind(1, to_ms(signed_at));
  bind_count(update, 2, latest);
  update.bind(3, applied >= latest ? 1 : 0);
  update.exec();
}

}  // namespace

Result<std::unique_ptr<RegisterReplica>> RegisterReplica::open(
    const std::filesystem::path& file, const crypto::Ed25519PublicKey& issuer, Open mode) {
  constexpr Migration kMigrations[] = {{1, kReplicaSchema1}};
  auto kept = KeptFile::open(file, kReplicaApplicationId, kMigrations, mode);
  if (!kept) return std::unexpected(kept.error());
  return std::make_unique<RegisterReplica>(std::move(*kept), issuer);
}

Result<RegisterReplica::Taken> RegisterReplica::apply(const SignedPage& signed_page) {
  const auto page = open_page(signed_page, issuer_);
  if (!page) return std::unexpected(page.error());
  return file_->write<Taken>([&](SQLite::Database& db) -> Result<Taken> {
    const auto before = read_progress(db);
    if (!before) return std::unexpected(before.error());
    if (auto fits = check_place(db, *page, *before); !fits) return std::unexpected(fits.error());
    const auto fresh = take_changes(db, *page, before->state.applied);
    if (!fresh) return std::unexpected(fresh.error());
    store_progress(db, *page, *before, before->state.applied + *fresh);
    const auto after = read_progress(db);
    if (!after) return std::unexpected(after.error());
    return Taken{*fresh, after->state};
  });
}

Result<ReplicaState> RegisterReplica::state() const {
  return file_->read([](SQLite::Database& db) -> Result<ReplicaState> {
    auto progress = read_progress(db);
    if (!progress) return std::unexpected(progress.error());
    return progress->state;
  });
}

Result<std::optional<RegisterEntry>> RegisterReplica::find(visa::VisaNumber number) const {
  return file_->read([&](SQLite::Database& db) -> Result<std::optional<RegisterEntry>> {
    SQLite::Statement select = select_replica(db, "number = ?");
    bind_count(select, 1, number.ordinal());
    auto found = read_replica(select);
    if (!found) return std::unexpected(found.error());
    if (found->empty()) return std::nullopt;
    return std::move(found->front());
  });
}

Result<std::vector<RegisterEntry>> RegisterReplica::find_by_application(
    const std::string& number) const {
  return file_->read([&](SQLite::Database& db) {
    SQLite::Statement select = select_replica(db, "application = ?");
    select.bind(1, number);
    return read_replica(select);
  });
}

Result<PassportMatches> RegisterReplica::find_by_passport(
    const visa::PassportNumber& number) const {
  return file_->read([&](SQLite::Database& db) -> Result<PassportMatches> {
    SQLite::Statement exact = select_replica(
        db, "number IN (SELECT number FROM passports WHERE folded = ?1 AND passport = ?2)");
    SQLite::Statement alike = select_replica(
        db,
        "number IN (SELECT number FROM passports WHERE folded = ?1 AND passport <> ?2) AND number "
        "NOT IN (SELECT number FROM passports WHERE folded = ?1 AND passport = ?2)");
    for (SQLite::Statement* select : {&exact, &alike}) {
      select->bind(1, visa::fold_look_alikes(number.text()));
      select->bind(2, number.text());
    }
    auto same = read_replica(exact);
    if (!same) return std::unexpected(same.error());
    auto similar = read_replica(alike);
    if (!similar) return std::unexpected(similar.error());
    return PassportMatches{std::move(*same), std::move(*similar)};
  });
}

}  // namespace evisa::db
