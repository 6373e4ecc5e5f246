// Claims in SQL: the primary key makes one winner, the event's id makes a retry harmless.
#include "db/claims_table.h"

#include "db/statement_use.h"

namespace evisa::db {

ClaimsTable::ClaimsTable(SQLite::Database& db)
    : create_(db,
              "INSERT INTO claims (visa, booth, sequence, time_ms, airport) "
              "VALUES (?, ?, ?, ?, ?) ON CONFLICT (visa) DO NOTHING"),
      delete_(db, "DELETE FROM claims WHERE visa = ? AND booth = ? AND sequence = ?"),
      select_(db, "SELECT booth, sequence, time_ms, airport FROM claims WHERE visa = ?") {}

Result<std::optional<Claim>> ClaimsTable::claim(visa::VisaNumber visa, const Claim& claim) {
  {
    Use create(create_);
    bind_count(*create, 1, visa.ordinal());
    create->bind(2, claim.event.booth);
    bind_count(*create, 3, claim.event.sequence);
    create->bind(4, std::int64_t{claim.time.time_since_epoch().count()});
    create->bind(5, std::string(claim.airport.text()));
    if (create->exec() == 1) return std::nullopt;
  }
  auto winner = holder(visa);
  if (winner && *winner && (*winner)->event == claim.event) return std::nullopt;
  return winner;
}

void ClaimsTable::release(visa::VisaNumber visa, const visa::EventId& event) {
  Use remove(delete_);
  bind_count(*remove, 1, visa.ordinal());
  remove->bind(2, event.booth);
  bind_count(*remove, 3, event.sequence);
  remove->exec();
}

Result<std::optional<Claim>> ClaimsTable::holder(visa::VisaNumber visa) {
  Use select(select_);
  bind_count(*select, 1, visa.ordinal());
  if (!select->executeStep()) return std::nullopt;
  const auto airport = visa::AirportCode::parse(select->getColumn(3).getString());
  if (!airport) return std::unexpected(airport.error());
  return Claim{.event = {select->getColumn(0).getString(), read_count(select->getColumn(1))},
               .time = visa::Instant(std::chrono::milliseconds(select->getColumn(2).getInt64())),
               .airport = *airport};
}

}  // namespace evisa::db
