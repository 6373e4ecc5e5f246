// Re-checks every stored event: signature, place in its booth's chain, columns against content.
#pragma once

#include <SQLiteCpp/Database.h>

#include <vector>

#include "db/crossing_log.h"

namespace evisa::db {

/// May throw SQLite::Exception.
[[nodiscard]] std::vector<ChainDefect> check_chains(SQLite::Database& db, const BoothKeys& keys);

/// Verifies an event with any of its booth's keys.
/// Errors: untrusted (unknown booth), bad_signature, malformed, unsupported, out_of_range.
[[nodiscard]] Result<crypto::ChainedCrossing> open_with_any(const crypto::SignedEvent& event,
                                                            const std::string& booth,
                                                            const BoothKeys& keys);

}  // namespace evisa::db
