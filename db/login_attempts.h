// The counting of log-in attempts: rows of `officers`, inside the caller's transaction.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>

#include "db/officers.h"

namespace evisa::db {

/// An attempt that was let through to the PIN; or why it was not, as check_pin's codes.
struct Attempt {
  std::optional<Errc> refused;
  Officer officer;
  std::string pin_hash;  ///< empty when refused
};

/// Counts an attempt before anybody looks at its PIN; the fifth already sets the lock, which a
/// right PIN takes away again. May throw SQLite::Exception.
[[nodiscard]] Result<Attempt> begin_attempt(SQLite::Database& db, const std::string& badge,
                                            visa::Instant now);

/// The PIN was right: the counting starts anew. Refused when the officer was disabled or the PIN
/// changed while it was looked at. Errors: untrusted, wrong_passphrase.
[[nodiscard]] Result<void> end_attempt(SQLite::Database& db, const Attempt& attempt);

}  // namespace evisa::db
