// A claim in the columns visa, booth, sequence, time_ms, airport, which claims and reservations
// have.
#pragma once

#include "db/claim_store.h"
#include "db/statement_use.h"

namespace evisa::db {

/// Binds the five parameters of an INSERT, in that order. `claim` must stay until it is done.
inline void bind_claim(SQLite::Statement& insert, visa::VisaNumber visa, const Claim& claim) {
  bind_count(insert, 1, visa.ordinal());
  bind_view(insert, 2, claim.event.booth);
  bind_count(insert, 3, claim.event.sequence);
  insert.bind(4, std::int64_t{claim.time.time_since_epoch().count()});
  insert.bind(5, std::string(claim.airport.text()));
}

/// The claim on a visa by `SELECT booth, sequence, time_ms, airport ... WHERE visa = ?`; none:
/// nobody has it. Errors: malformed (an airport that is none).
[[nodiscard]] inline Result<std::optional<Claim>> find_claim(SQLite::Statement& statement,
                                                             visa::VisaNumber visa) {
  Use select(statement);
  bind_count(*select, 1, visa.ordinal());
  if (!select->executeStep()) return std::nullopt;
  const auto airport = visa::AirportCode::parse(select->getColumn(3).getString());
  if (!airport) return std::unexpected(airport.error());
  return Claim{.event = {select->getColumn(0).getString(), read_count(select->getColumn(1))},
               .time = visa::Instant{std::chrono::milliseconds{select->getColumn(2).getInt64()}},
               .airport = *airport};
}

}  // namespace evisa::db
