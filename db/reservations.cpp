// Single entries that booths have claimed and not yet handed in.
#include "db/reservations.h"

#include "db/statement_use.h"

namespace evisa::db {

Reservations::Reservations(SQLite::Database& db)
    : insert_(db,
              "INSERT INTO reservations (visa, booth, sequence, time_ms, airport) VALUES (?, ?, ?, "
              "?, ?) ON CONFLICT (visa) DO NOTHING"),
      delete_(db, "DELETE FROM reservations WHERE booth = ? AND sequence = ?"),
      select_(db, "SELECT booth, sequence, time_ms, airport FROM reservations WHERE visa = ?") {}

void Reservations::reserve(visa::VisaNumber visa, const Claim& claim) {
  const auto held = holder(visa);
  if (held && *held && (*held)->event == claim.event) return;
  release(claim.event);
  Use insert(insert_);
  bind_count(*insert, 1, visa.ordinal());
  insert->bind(2, claim.event.booth);
  bind_count(*insert, 3, claim.event.sequence);
  insert->bind(4, std::int64_t{claim.time.time_since_epoch().count()});
  insert->bind(5, std::string(claim.airport.text()));
  insert->exec();
}

void Reservations::release(const visa::EventId& event) {
  Use remove(delete_);
  remove->bind(1, event.booth);
  bind_count(*remove, 2, event.sequence);
  remove->exec();
}

Result<std::optional<Claim>> Reservations::holder(visa::VisaNumber visa) {
  Use select(select_);
  bind_count(*select, 1, visa.ordinal());
  if (!select->executeStep()) return std::nullopt;
  const auto airport = visa::AirportCode::parse(select->getColumn(3).getString());
  if (!airport) return std::unexpected(airport.error());
  return Claim{.event = {select->getColumn(0).getString(), read_count(select->getColumn(1))},
               .time = visa::Instant{std::chrono::milliseconds{select->getColumn(2).getInt64()}},
               .airport = *airport};
}

}  // namespace evisa::db
