// Columns of the register. A stored value goes through the same parse function as one from outside.
#include "db/visa_rows.h"

#include <fmt/format.h>

#include <functional>
#include <string>

#include "db/statement_use.h"

namespace evisa::db {
namespace {

constexpr std::string_view kColumns =
    "status, invitation, inviter, category, primary_name, secondary_name, name_truncated, "
    "issuing_state, nationality, birth_year, birth_month, birth_day, sex, passport, "
    "passport_state, "
    "valid_from, valid_until, entries, stay_days, stay_months, stay_years, entry_points, "
    "issue_date, "
    "seal, issued_at_ms";

/// Binds one value after the other.
class Binder {
 public:
  explicit Binder(SQLite::Statement& statement) : statement_(statement) {}
  void text(std::string_view value) { statement_.bind(++index_, std::string(value)); }
  void number(std::int64_t value) { statement_.bind(++index_, value); }
  void blob(crypto::ByteView value) { bind_blob(statement_, ++index_, value); }
  template <class T>
  void number_if(const std::optional<T>& value) {
    if (value) return number(static_cast<std::int64_t>(*value));
    statement_.bind(++index_);
  }
  void text_if(const std::optional<std::string>& value) {
    if (value) return text(*value);
    statement_.bind(++index_);
  }

 private:
  SQLite::Statement& statement_;
  int index_ = 0;
};

std::string join(const std::vector<visa::AirportCode>& airports) {
  std::string out;
  for (const auto& airport : airports) {
    if (!out.empty()) out += ' ';
    out += airport.text();
  }
  return out;
}

void bind_visa(Binder& bind, const visa::Visa& visa) {
  bind.text(visa.category.text());
  bind.text(visa.name.primary);
  bind.text(visa.name.secondary);
  bind.number(visa.name.truncated ? 1 : 0);
  bind.text(visa.issuing_state.text());
  bind.text(visa.nationality.text());
  bind.number_if(visa.birth.year);
  bind.number_if(visa.birth.month);
  bind.number_if(visa.birth.day);
  bind.text(std::string(1, visa::mrz_char(visa.sex)));
  bind.text(visa.passport_number.text());
  bind.text_if(
      visa.passport_issuing_state.transform([](auto& s) { return std::string(s.text()); }));
  bind.text_if(visa.valid_from.transform([](auto& date) { return date.iso(); }));
  bind.text(visa.valid_until.iso());
  bind.number(visa.entries);
  bind.number(visa.stay.days);
  bind.number(visa.stay.months);
  bind.number(visa.stay.years);
  bind.text(join(visa.entry_points));
  bind.text(visa.issue_date.iso());
}

/// Reads one column after the other; remembers the first value that is none.
class ColumnReader {
 public:
  explicit ColumnReader(SQLite::Statement& select) : select_(select) {}
  [[nodiscard]] std::string text() { return select_.getColumn(index_++).getString(); }
  [[nodiscard]] std::int64_t number() { return select_.getColumn(index_++).getInt64(); }
  [[nodiscard]] crypto::Bytes blob() {
    const auto bytes = view_blob(select_.getColumn(index_++));
    return {bytes.begin(), bytes.end()};
  }
  /// An integer that must fit its type: a changed file does not become another number.
  template <class T>
  [[nodiscard]] T small() {
    const std::int64_t value = number();
    if (!std::in_range<T>(value))
      return note(fail(Errc::malformed, fmt::format("{} is too large", value))), T{};
    return static_cast<T>(value);
  }
  template <class T>
  [[nodiscard]] std::optional<T> small_if() {
    if (skip_null()) return std::nullopt;
    return small<T>();
  }
  /// `parse`: text to Result<T>; `otherwise` stands in for a value that is none, next to the error.
  template <class T, class Parse>
  [[nodiscard]] T parsed(Parse parse, T otherwise) {
    Result<T> value = parse(text());
    if (value) return std::move(*value);
    note(std::unexpected(value.error()));
    return otherwise;
  }
  template <class T, class Parse>
  [[nodiscard]] std::optional<T> parsed_if(Parse parse, T otherwise) {
    if (skip_null()) return std::nullopt;
    return parsed<T>(parse, std::move(otherwise));
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  bool skip_null() {
    if (!select_.getColumn(index_).isNull()) return false;
    ++index_;
    return true;
  }
  void note(std::unexpected<Error> error) {
    if (!error_) error_ = std::move(error.error());
  }

  SQLite::Statement& select_;
  int index_ = 0;
  std::optional<Error> error_;
};

Result<visa::Sex> parse_sex_text(const std::string& text) {
  if (text.size() != 1) return fail(Errc::malformed, fmt::format("sex is '{}'", text));
  return visa::parse_sex(text.front());
}

Result<std::vector<visa::AirportCode>> parse_airports(std::string_view text) {
  std::vector<visa::AirportCode> airports;
  while (!text.empty()) {
    const auto code = visa::AirportCode::parse(text.substr(0, text.find(' ')));
    if (!code) return std::unexpected(code.error());
    airports.push_back(*code);
    text.remove_prefix(std::min(text.size(), code->text().size() + 1));
  }
  return airports;
}

visa::Visa read_visa(ColumnReader& read, visa::VisaNumber number) {
  const visa::Date no_date = visa::Date::from_days({});
  visa::Visa visa;
  visa.number = number;
  visa.category = read.parsed(visa::CategoryCode::parse, visa::CategoryCode{});
  visa.name.primary = read.text();
  visa.name.secondary = read.text();
  visa.name.truncated = read.number() != 0;
  visa.issuing_state = read.parsed(visa::CountryCode::parse, visa::CountryCode{});
  visa.nationality = read.parsed(visa::CountryCode::parse, visa::CountryCode{});
  visa.birth.year = read.small_if<int>();
  visa.birth.month = read.small_if<unsigned>();
  visa.birth.day = read.small_if<unsigned>();
  visa.sex = read.parsed(parse_sex_text, visa::Sex::unspecified);
  visa.passport_number = read.parsed(visa::PassportNumber::parse, visa::PassportNumber{});
  visa.passport_issuing_state = read.parsed_if(visa::CountryCode::parse, visa::CountryCode{});
  visa.valid_from = read.parsed_if(visa::Date::parse, no_date);
  visa.valid_until = read.parsed(visa::Date::parse, no_date);
  visa.entries = read.small<unsigned>();
  visa.stay.days = read.small<std::uint8_t>();
  visa.stay.months = read.small<std::uint8_t>();
  visa.stay.years = read.small<std::uint8_t>();
  visa.entry_points = read.parsed(parse_airports, std::vector<visa::AirportCode>{});
  visa.issue_date = read.parsed(visa::Date::parse, no_date);
  return visa;
}

Result<RegisterEntry> read_entry(SQLite::Statement& select) {
  ColumnReader read(select);
  const std::int64_t ordinal = read.number();
  const auto number = visa::VisaNumber::from_ordinal(static_cast<std::uint64_t>(ordinal));
  if (!number) return std::unexpected(number.error());
  RegisterEntry entry;
  visa::VisaRecord& record = entry.record;
  record.application_number = read.text();
  const auto revoked_on = read.parsed_if(visa::Date::parse, visa::Date::from_days({}));
  const auto why = read.parsed_if(visa::parse_revocation_reason, visa::RevocationReason::other);
  record.version = read.small<unsigned>();
  record.status = read.parsed(visa::parse_visa_status, visa::VisaStatus::denied);
  record.invitation_number = read.text();
  record.inviter = read.text();
  record.visa = read_visa(read, *number);
  entry.seal = read.blob();
  entry.issued_at = visa::Instant(std::chrono::milliseconds(read.number()));
  if (revoked_on && why) {
    record.revocation = visa::Revocation{*revoked_on, *why};
    record.status = visa::VisaStatus::revoked;
  }
  if (read.error()) {
    return fail(Errc::malformed,
                fmt::format("the stored record of visa {} is damaged: {}", number->text(),
                            read.error()->message),
                "restore the register from its last copy");
  }
  return entry;
}

std::string_view condition(VersionFilter filter) {
  switch (filter) {
    case VersionFilter::number_in_force:
      return "visas.number = ? AND versions.version = visas.version";
    case VersionFilter::number_all:
      return "visas.number = ?";
    case VersionFilter::application_in_force:
      return "visas.application = ? AND versions.version = visas.version";
    case VersionFilter::passport_in_force:
      return "visas.number IN (SELECT number FROM versions WHERE passport = ?) "
             "AND versions.version = visas.version";
  }
  return "0";
}

}  // namespace

void insert_version(SQLite::Database& db, visa::VisaNumber number, const RegisterEntry& entry) {
  const visa::VisaRecord& record = entry.record;
  SQLite::Statement insert(db,
                           fmt::format("INSERT INTO versions (number, version, {}) VALUES "
                                       "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                                       kColumns));
  Binder bind(insert);
  bind.number(static_cast<std::int64_t>(number.ordinal()));
  bind.number(record.version);
  bind.text(visa::to_string(record.status));
  bind.text(record.invitation_number);
  bind.text(record.inviter);
  bind_visa(bind, record.visa);
  bind.blob(entry.seal);
  bind.number(entry.issued_at.time_since_epoch().count());
  insert.exec();
}

SQLite::Statement select_entries(SQLite::Database& db, VersionFilter filter) {
  return {db, fmt::format(
                  "SELECT visas.number, application, revoked_on, revoked_why, versions.version, {} "
                  "FROM visas JOIN versions ON versions.number = visas.number "
                  "WHERE {} ORDER BY visas.number, versions.version",
                  kColumns, condition(filter))};
}

Result<std::vector<RegisterEntry>> read_entries(SQLite::Statement& select) {
  std::vector<RegisterEntry> entries;
  while (select.executeStep()) {
    auto entry = read_entry(select);
    if (!entry) return std::unexpected(entry.error());
    entries.push_back(std::move(*entry));
  }
  return entries;
}

}  // namespace evisa::db
