// Re-checks every stored event: signature, place in its booth's chain, columns against content.
#pragma once

#include <SQLiteCpp/Database.h>

#include <vector>

#include "db/crossing_log.h"

namespace evisa::db {

/// May throw SQLite::Exception.
[[nodiscard]] std::vector<ChainDefect> check_chains(SQLite::Database& db, const BoothKeys& keys);

/// Whether one of the booth's keys signed this event. Errors: untrusted (unknown booth),
/// bad_signature.
[[nodiscard]] Result<void> check_signed(const crypto::SignedEvent& event, const std::string& booth,
                                        const BoothKeys& keys);

}  // namespace evisa::db
