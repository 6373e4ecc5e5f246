// Rows of the events table against the bytes that were signed.
#include "db/stored_event.h"

#include "db/statement_use.h"

namespace evisa::db {

StoredEvent read_stored_event(SQLite::Statement& select) {
  const SQLite::Column visa = select.getColumn(2);
  return {.id = {select.getColumn(0).getString(), read_count(select.getColumn(1))},
          .visa = visa.isNull() ? std::nullopt : std::optional(read_count(visa)),
          .time_ms = select.getColumn(3).getInt64(),
          .previous = read_array<32>(select.getColumn(4)),
          .hash = read_array<32>(select.getColumn(5)),
          .event = {std::string(crypto::as_text(view_blob(select.getColumn(6)))),
                    read_array<64>(select.getColumn(7))}};
}

std::optional<std::uint64_t> visa_column(const visa::Crossing& crossing) {
  // Refusals and referrals of early logs name visa number 0, which is nobody's.
  if (!crossing.visa || crossing.visa->ordinal() == 0) return std::nullopt;
  return crossing.visa->ordinal();
}

bool columns_agree(const StoredEvent& row, const crypto::ChainedCrossing& content) {
  return content.crossing.id == row.id && visa_column(content.crossing) == row.visa &&
         content.crossing.time.time_since_epoch().count() == row.time_ms &&
         content.previous == row.previous && crypto::hash_of(row.event) == row.hash;
}

}  // namespace evisa::db
