// Single entries that booths have claimed and not yet handed in.
#include "db/reservations.h"

#include "db/claim_row.h"

namespace evisa::db {

Reservations::Reservations(SQLite::Database& db)
    : insert_(db,
              "INSERT INTO reservations (visa, booth, sequence, time_ms, airport) VALUES (?, ?, ?, "
              "?, ?) ON CONFLICT (visa) DO NOTHING"),
      delete_(db, "DELETE FROM reservations WHERE booth = ? AND sequence = ?"),
      free_(db, "DELETE FROM reservations WHERE visa = ?"),
      select_(db, "SELECT booth, sequence, time_ms, airport FROM reservations WHERE visa = ?"),
      exists_(db, "SELECT EXISTS (SELECT 1 FROM reservations)") {}

void Reservations::reserve(visa::VisaNumber visa, const Claim& claim) {
  Use insert(insert_);
  bind_claim(*insert, visa, claim);
  insert->exec();
  any_ = true;
}

void Reservations::release(const visa::EventId& event) {
  if (!any()) return;
  Use remove(delete_);
  remove->bind(1, event.booth);
  bind_count(*remove, 2, event.sequence);
  remove->exec();
}

void Reservations::release(visa::VisaNumber visa) {
  Use free(free_);
  bind_count(*free, 1, visa.ordinal());
  free->exec();
}

Result<std::optional<Claim>> Reservations::holder(visa::VisaNumber visa) {
  if (!any()) return std::nullopt;
  return find_claim(select_, visa);
}

bool Reservations::any() {
  if (!any_) {
    Use exists(exists_);
    exists->executeStep();
    any_ = exists->getColumn(0).getInt() != 0;
  }
  return *any_;
}

}  // namespace evisa::db
