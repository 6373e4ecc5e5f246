// Instants as columns: UTC milliseconds, NULL for "not".
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <optional>

#include "visa/date.h"

namespace evisa::db {

[[nodiscard]] inline std::int64_t to_ms(visa::Instant instant) {
  return instant.time_since_epoch().count();
}

inline void bind_instant(SQLite::Statement& statement, int index,
                         const std::optional<visa::Instant>& instant) {
  if (instant) return statement.bind(index, to_ms(*instant));
  statement.bind(index);
}

[[nodiscard]] inline visa::Instant read_instant(const SQLite::Column& column) {
  return visa::Instant(std::chrono::milliseconds(column.getInt64()));
}

[[nodiscard]] inline std::optional<visa::Instant> read_instant_if(const SQLite::Column& column) {
  if (column.isNull()) return std::nullopt;
  return read_instant(column);
}

}  // namespace evisa::db
