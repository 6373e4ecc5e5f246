// Prepared statements that are kept and used again, and the column types SQLite does not have.
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "crypto/bytes.h"

namespace evisa::db {

/// One use of a kept statement. It is reset at the end of the scope: a statement left standing
/// would hold a read transaction open and stop WAL checkpoints.
class Use {
 public:
  explicit Use(SQLite::Statement& statement) : statement_(statement) {}
  ~Use() { statement_.tryReset(); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  SQLite::Statement* operator->() { return &statement_; }
  SQLite::Statement& operator*() { return statement_; }

 private:
  SQLite::Statement& statement_;
};

inline void bind_blob(SQLite::Statement& statement, int index, crypto::ByteView bytes) {
  statement.bind(index, bytes.data(), static_cast<int>(bytes.size()));
}

/// Without the copy that SQLite makes of what is bound: `bytes`/`text` must stay until the use
/// ends.
inline void bind_view(SQLite::Statement& statement, int index, crypto::ByteView bytes) {
  statement.bindNoCopy(index, bytes.data(), static_cast<int>(bytes.size()));
}
inline void bind_view(SQLite::Statement& statement, int index, const std::string& text) {
  statement.bindNoCopy(index, text);
}

/// Sequence numbers and cursors; what does not fit was refused on the way in.
inline void bind_count(SQLite::Statement& statement, int index, std::uint64_t value) {
  statement.bind(index, static_cast<std::int64_t>(value));
}

[[nodiscard]] inline std::uint64_t read_count(const SQLite::Column& column) {
  return static_cast<std::uint64_t>(column.getInt64());
}

[[nodiscard]] inline crypto::ByteView view_blob(const SQLite::Column& column) {
  return {static_cast<const std::uint8_t*>(column.getBlob()),
          static_cast<std::size_t>(column.getBytes())};
}

/// A blob of fixed size. A shorter or longer one (a tampered file) comes out zero-filled or cut,
/// and then fails whatever check its reader makes.
template <std::size_t N>
[[nodiscard]] std::array<std::uint8_t, N> read_array(const SQLite::Column& column) {
  std::array<std::uint8_t, N> out{};
  const auto bytes = view_blob(column);
  std::copy_n(bytes.begin(), std::min(N, bytes.size()), out.begin());
  return out;
}

}  // namespace evisa::db
