// Rows of an airport's copy of the register. What is read back goes through the same parsers as
// what came in.
#include "db/replica_rows.h"

#include <fmt/format.h>

#include "crypto/strict_json.h"
#include "db/instant_column.h"
#include "db/record_json.h"
#include "db/statement_use.h"
#include "visa/look_alikes.h"

namespace evisa::db {
namespace {

std::unexpected<Error> does_not_follow(std::uint64_t change, std::string why) {
  return fail(Errc::malformed, fmt::format("register feed: change {}: {}", change, why),
              "nothing of this page was taken in; report it to the issuer");
}

struct Standing {
  unsigned version = 0;
  std::string application;
  bool revoked = false;
};

std::optional<Standing> find_standing(SQLite::Database& db, visa::VisaNumber number) {
  SQLite::Statement select(
      db, "SELECT version, application, revoked_on IS NOT NULL FROM visas WHERE number = ?");
  bind_count(select, 1, number.ordinal());
  if (!select.executeStep()) return std::nullopt;
  return Standing{select.getColumn(0).getUInt(), select.getColumn(1).getString(),
                  select.getColumn(2).getInt() != 0};
}

Result<void> check_follows(std::uint64_t change, const visa::VisaRecord& record,
                           const std::optional<Standing>& standing) {
  const std::string number = record.visa.number->text();
  if (!standing) {
    if (record.version == 1) return {};
    return does_not_follow(change, fmt::format("version {} of visa {}, which was never issued",
                                               record.version, number));
  }
  if (standing->revoked) {
    return does_not_follow(change, fmt::format("visa {} was revoked before", number));
  }
  if (record.version != standing->version + 1) {
    return does_not_follow(change, fmt::format("version {} of visa {}, expected {}", record.version,
                                               number, standing->version + 1));
  }
  if (record.application_number != standing->application) {
    return does_not_follow(change, fmt::format("visa {} belongs to another application", number));
  }
  return {};
}

void insert_passport(SQLite::Database& db, const visa::Visa& visa) {
  SQLite::Statement insert(
      db, "INSERT OR IGNORE INTO passports (folded, passport, number) VALUES (?, ?, ?)");
  insert.bind(1, visa::fold_look_alikes(visa.passport_number.text()));
  insert.bind(2, visa.passport_number.text());
  bind_count(insert, 3, visa.number->ordinal());
  insert.exec();
}

Result<void> carry(SQLite::Database& db, std::uint64_t change, const FedVersion& version) {
  const visa::VisaRecord& record = version.entry.record;
  const auto standing = find_standing(db, *record.visa.number);
  if (auto follows = check_follows(change, record, standing); !follows) return follows;
  SQLite::Statement upsert(
      db,
      "INSERT INTO visas (number, application, version, record, seal, issued_at_ms) "
      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET version = excluded.version, "
      "record = excluded.record, seal = excluded.seal, issued_at_ms = excluded.issued_at_ms");
  bind_count(upsert, 1, record.visa.number->ordinal());
  upsert.bind(2, record.application_number);
  upsert.bind(3, static_cast<std::int64_t>(record.version));
  upsert.bind(4, record_text(record));
  bind_blob(upsert, 5, version.entry.seal);
  upsert.bind(6, to_ms(version.entry.issued_at));
  upsert.exec();
  insert_passport(db, record.visa);
  return {};
}

Result<void> carry(SQLite::Database& db, std::uint64_t change, const FedRevocation& revoked) {
  const auto standing = find_standing(db, revoked.visa);
  if (!standing) {
    return does_not_follow(
        change, fmt::format("visa {} is revoked and was never issued", revoked.visa.text()));
  }
  if (standing->revoked) {
    return does_not_follow(change, fmt::format("visa {} is revoked twice", revoked.visa.text()));
  }
  SQLite::Statement update(db, "UPDATE visas SET revoked_on = ?, revoked_why = ? WHERE number = ?");
  update.bind(1, revoked.revocation.date.iso());
  update.bind(2, std::string(visa::to_string(revoked.revocation.why)));
  bind_count(update, 3, revoked.visa.ordinal());
  update.exec();
  return {};
}

Result<RegisterEntry> read_row(SQLite::Statement& row) {
  auto record = parse_record(row.getColumn(1).getString());
  if (!record) return std::unexpected(record.error());
  if (!record->visa.number || record->visa.number->ordinal() != read_count(row.getColumn(0))) {
    return fail(Errc::malformed, "its record is another visa's");
  }
  if (!row.getColumn(4).isNull()) {
    const auto date = visa::Date::parse(row.getColumn(4).getString());
    const auto why = visa::parse_revocation_reason(row.getColumn(5).getString());
    if (!date) return std::unexpected(date.error());
    if (!why) return std::unexpected(why.error());
    record->revocation = visa::Revocation{*date, *why};
    record->status = visa::VisaStatus::revoked;
  }
  const auto seal = view_blob(row.getColumn(2));
  return RegisterEntry{
      std::move(*record), {seal.begin(), seal.end()}, read_instant(row.getColumn(3))};
}

}  // namespace

Result<void> carry_out(SQLite::Database& db, const RegisterChange& change) {
  return std::visit([&](const auto& what) { return carry(db, change.number, what); }, change.what);
}

SQLite::Statement select_replica(SQLite::Database& db, const std::string& condition) {
  return {db, fmt::format("SELECT number, record, seal, issued_at_ms, revoked_on, revoked_why "
                          "FROM visas WHERE {} ORDER BY number",
                          condition)};
}

Result<std::vector<RegisterEntry>> read_replica(SQLite::Statement& select) {
  std::vector<RegisterEntry> entries;
  while (select.executeStep()) {
    auto entry = read_row(select);
    if (!entry) {
      const auto number = visa::VisaNumber::from_ordinal(read_count(select.getColumn(0)));
      return fail(Errc::malformed,
                  fmt::format("the copied record of visa {} is damaged: {}",
                              number ? number->text() : "?", entry.error().message),
                  "remove the copy and import the register's feed from the start");
    }
    entries.push_back(std::move(*entry));
  }
  return entries;
}

}  // namespace evisa::db
