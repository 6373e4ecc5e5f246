// Claims in SQL: the primary key makes one winner, the event's id makes a retry harmless.
#include "db/claims_table.h"

#include "db/claim_row.h"

namespace evisa::db {

ClaimsTable::ClaimsTable(SQLite::Database& db)
    : create_(db,
              "INSERT INTO claims (visa, booth, sequence, time_ms, airport) "
              "VALUES (?, ?, ?, ?, ?) ON CONFLICT (visa) DO NOTHING"),
      set_(db,
           "INSERT INTO claims (visa, booth, sequence, time_ms, airport) VALUES (?, ?, ?, ?, ?) "
           "ON CONFLICT (visa) DO UPDATE SET booth = excluded.booth, sequence = excluded.sequence, "
           "time_ms = excluded.time_ms, airport = excluded.airport"),
      delete_(db, "DELETE FROM claims WHERE visa = ? AND booth = ? AND sequence = ?"),
      select_(db, "SELECT booth, sequence, time_ms, airport FROM claims WHERE visa = ?") {}

Result<std::optional<Claim>> ClaimsTable::claim(visa::VisaNumber visa, const Claim& claim) {
  {
    Use create(create_);
    bind_claim(*create, visa, claim);
    if (create->exec() == 1) return std::nullopt;
  }
  auto winner = holder(visa);
  if (winner && *winner && (*winner)->event == claim.event) return std::nullopt;
  return winner;
}

void ClaimsTable::set(visa::VisaNumber visa, const Claim& claim) {
  Use set(set_);
  bind_claim(*set, visa, claim);
  set->exec();
}

void ClaimsTable::release(visa::VisaNumber visa, const visa::EventId& event) {
  Use remove(delete_);
  bind_count(*remove, 1, visa.ordinal());
  remove->bind(2, event.booth);
  bind_count(*remove, 3, event.sequence);
  remove->exec();
}

Result<std::optional<Claim>> ClaimsTable::holder(visa::VisaNumber visa) {
  return find_claim(select_, visa);
}

}  // namespace evisa::db
