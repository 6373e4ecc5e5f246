// The visa register on SQLite: numbers are given once, versions are added, nothing is deleted.
#include "db/visa_register.h"

#include <fmt/format.h>

#include <algorithm>

#include "db/group_commit.h"
#include "db/open_store.h"
#include "db/reader_pool.h"
#include "db/statement_use.h"
#include "db/visa_rows.h"

namespace evisa::db {
namespace {

constexpr std::int32_t kApplicationId = 0x45567267;  // "EVrg"
constexpr Migration kMigrations[] = {{1, kRegisterSchema}};

Result<visa::VisaNumber> check_entry(const RegisterEntry& entry) {
  if (!entry.record.visa.number)
    return fail(Errc::malformed, "a visa of the register needs a number");
  const std::string& application = entry.record.application_number;
  const bool digits = std::ranges::all_of(application, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || application.size() < 6 || application.size() > 20) {
    return fail(Errc::malformed,
                fmt::format("application number '{}' found, 6 to 20 digits expected", application));
  }
  return *entry.record.visa.number;
}

/// What the writer thread does, inside its transaction.
class RegisterWriter {
 public:
  explicit RegisterWriter(SQLite::Database& db) : db_(db) {}

  Result<void> add(const RegisterEntry& entry) {
    const auto number = check_entry(entry);
    if (!number) return std::unexpected(number.error());
    if (entry.record.version != 1) {
      return fail(Errc::malformed,
                  fmt::format("a new visa has version 1, not {}", entry.record.version));
    }
    if (entry.record.revocation)
      return fail(Errc::malformed, "a new visa cannot be revoked already");
    auto free = check_free(*number, entry.record.application_number);
    if (!free) return free;
    SQLite::Statement insert(db_,
                             "INSERT INTO visas (number, application, version) VALUES (?, ?, 1)");
    bind_count(insert, 1, number->ordinal());
    insert.bind(2, entry.record.application_number);
    insert.exec();
    insert_version(db_, *number, entry);
    return {};
  }

  Result<void> amend(const RegisterEntry& entry) {
    const auto number = check_entry(entry);
    if (!number) return std::unexpected(number.error());
    const auto current = find_one(*number);
    if (!current) return std::unexpected(current.error());
    if (auto fits = check_successor(*number, current->record, entry.record); !fits) return fits;
    SQLite::Statement update(db_, "UPDATE visas SET version = ? WHERE number = ?");
    update.bind(1, static_cast<std::int64_t>(entry.record.version));
    bind_count(update, 2, number->ordinal());
    update.exec();
    insert_version(db_, *number, entry);
    return {};
  }

  Result<void> revoke(visa::VisaNumber number, const visa::Revocation& revocation) {
    const auto current = find_one(number);
    if (!current) return std::unexpected(current.error());
    if (const auto& earlier = current->record.revocation) {
      return fail(Errc::conflict,
                  fmt::format("visa {} was revoked already on {}: {}", number.text(),
                              earlier->date.iso(), visa::to_string(earlier->why)));
    }
    SQLite::Statement update(db_,
                             "UPDATE visas SET revoked_on = ?, revoked_why = ? WHERE number = ?");
    update.bind(1, revocation.date.iso());
    update.bind(2, std::string(visa::to_string(revocation.why)));
    bind_count(update, 3, number.ordinal());
    update.exec();
    return {};
  }

  Result<std::uint64_t> next_bundle_sequence() {
    SQLite::Statement next(
        db_, "UPDATE counters SET used = used + 1 WHERE name = 'bundle' RETURNING used");
    if (!next.executeStep()) return fail(Errc::malformed, "the register's bundle counter is gone");
    const std::uint64_t used = read_count(next.getColumn(0));
    while (next.executeStep()) continue;  // an UPDATE takes effect when it has been run to its end
    return used;
  }

 private:
  Result<RegisterEntry> find_one(visa::VisaNumber number) {
    SQLite::Statement select = select_entries(db_, VersionFilter::number_in_force);
    bind_count(select, 1, number.ordinal());
    auto found = read_entries(select);
    if (!found) return std::unexpected(found.error());
    if (found->empty()) {
      return fail(Errc::not_found, fmt::format("visa {} is not in the register", number.text()),
                  "check the number, or search by application or passport number");
    }
    return std::move(found->front());
  }

  Result<void> check_free(visa::VisaNumber number, const std::string& application) {
    SQLite::Statement taken(db_, "SELECT application FROM visas WHERE number = ?");
    bind_count(taken, 1, number.ordinal());
    if (taken.executeStep()) {
      return fail(Errc::conflict, fmt::format("visa number {} is taken, by application {}",
                                              number.text(), taken.getColumn(0).getString()));
    }
    SQLite::Statement select = select_entries(db_, VersionFilter::application_in_force);
    select.bind(1, application);
    const auto others = read_entries(select);
    if (!others) return std::unexpected(others.error());
    const auto issued = std::ranges::find(*others, visa::VisaStatus::issued,
                                          [](const RegisterEntry& e) { return e.record.status; });
    if (issued == others->end()) return {};
    return fail(Errc::conflict,
                fmt::format("application {} has an issued visa already: {}", application,
                            issued->record.visa.number->text()),
                "revoke that visa first, or amend it");
  }

  static Result<void> check_successor(visa::VisaNumber number, const visa::VisaRecord& current,
                                      const visa::VisaRecord& next) {
    if (current.revocation) {
      return fail(Errc::conflict, fmt::format("visa {} was revoked on {}", number.text(),
                                              current.revocation->date.iso()));
    }
    if (next.revocation) return fail(Errc::malformed, "a new version cannot be revoked already");
    if (next.version != current.version + 1) {
      return fail(Errc::conflict,
                  fmt::format("visa {}: version {} found, {} expected", number.text(), next.version,
                              current.version + 1),
                  "read the record again; somebody else may have changed it");
    }
    if (next.application_number != current.application_number) {
      return fail(Errc::conflict,
                  fmt::format("visa {} belongs to application {}, not {}", number.text(),
                              current.application_number, next.application_number));
    }
    return {};
  }

  SQLite::Database& db_;
};

class SqliteRegister final : public VisaRegister {
 public:
  SqliteRegister(std::unique_ptr<SQLite::Database> db, const std::filesystem::path& file)
      : db_(std::move(db)), writing_(*db_), readers_(file), queue_(*db_, file) {}

  Result<void> add(const RegisterEntry& entry) override {
    return queue_.submit<void>([&] { return writing_.add(entry); }).get();
  }
  Result<void> amend(const RegisterEntry& entry) override {
    return queue_.submit<void>([&] { return writing_.amend(entry); }).get();
  }
  Result<void> revoke(visa::VisaNumber number, const visa::Revocation& revocation) override {
    return queue_.submit<void>([&] { return writing_.revoke(number, revocation); }).get();
  }
  Result<std::uint64_t> next_bundle_sequence() override {
    return queue_.submit<std::uint64_t>([&] { return writing_.next_bundle_sequence(); }).get();
  }

  Result<std::optional<RegisterEntry>> find(visa::VisaNumber number) const override {
    auto found = select(VersionFilter::number_in_force, number.ordinal());
    if (!found) return std::unexpected(found.error());
    if (found->empty()) return std::nullopt;
    return std::move(found->front());
  }
  Result<std::vector<RegisterEntry>> versions(visa::VisaNumber number) const override {
    return select(VersionFilter::number_all, number.ordinal());
  }
  Result<std::vector<RegisterEntry>> find_by_application(const std::string& number) const override {
    return select(VersionFilter::application_in_force, number);
  }
  Result<std::vector<RegisterEntry>> find_by_passport(
      const visa::PassportNumber& number) const override {
    return select(VersionFilter::passport_in_force, number.text());
  }

  Result<void> for_each_revoked(
      const std::function<void(visa::VisaNumber, const visa::Revocation&)>& each) const override {
    return readers_.read([&](SQLite::Database& db) -> Result<void> {
      SQLite::Statement select(db,
                               "SELECT number, revoked_on, revoked_why FROM visas "
                               "WHERE revoked_on IS NOT NULL ORDER BY number");
      while (select.executeStep()) {
        const auto number = visa::VisaNumber::from_ordinal(read_count(select.getColumn(0)));
        const auto date = visa::Date::parse(select.getColumn(1).getString());
        const auto why = visa::parse_revocation_reason(select.getColumn(2).getString());
        // A revocation that cannot be read must not be left out of a bundle in silence.
        if (!number) return std::unexpected(number.error());
        if (!date) return std::unexpected(date.error());
        if (!why) return std::unexpected(why.error());
        each(*number, {*date, *why});
      }
      return {};
    });
  }

 private:
  template <class Parameter>
  Result<std::vector<RegisterEntry>> select(VersionFilter filter,
                                            const Parameter& parameter) const {
    return readers_.read([&](SQLite::Database& db) {
      SQLite::Statement query = select_entries(db, filter);
      if constexpr (std::is_integral_v<Parameter>) {
        bind_count(query, 1, parameter);
      } else {
        query.bind(1, parameter);
      }
      return read_entries(query);
    });
  }

  std::unique_ptr<SQLite::Database> db_;
  RegisterWriter writing_;
  ReaderPool readers_;
  GroupCommit queue_;  // last: its thread ends before what it uses goes
};

}  // namespace

Result<std::unique_ptr<VisaRegister>> VisaRegister::open(const std::filesystem::path& file,
                                                         Open mode) {
  return open_store<SqliteRegister, VisaRegister>(file, {kApplicationId, kMigrations}, mode);
}

}  // namespace evisa::db
